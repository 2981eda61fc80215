#include <sylvite/codegen/label.hpp>

namespace sylvite::codegen {

std::string label_of(const kernel_spec &spec, const std::string &result) {
    std::string text = name_of(spec.kind);
    int shown = 0;
    for (const graph::node &n : spec.nodes) {
        const graph::op_class kind = graph::info(n.kind).kind;
        const bool is_random = n.kind == graph::op::random;
        if ((kind == graph::op_class::leaf && !is_random) || kind == graph::op_class::layout ||
            kind == graph::op_class::contraction)
            continue;
        if (++shown > 6) {
            text += " ...";
            break;
        }
        text += std::string(" ") + graph::info(n.kind).name;
    }
    return result.empty() ? text : text + " -> " + result;
}

}  // namespace sylvite::codegen
