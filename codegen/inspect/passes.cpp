#include <sylvite/codegen/inspect/passes.hpp>

namespace sylvite::codegen {

std::vector<pass> passes_of(const graph::table_view &table, const graph::entry_record &entry) {
    // A node that the rules did not make is forward if a result, a derivative or another forward node needs it.
    std::vector<pass> passes(table.size(), pass::forward);
    std::vector<bool> is_needed(table.size(), false);
    for (const graph::root &r : table.roots_of(entry))
        if (r.what != graph::root_kind::update) is_needed[r.node] = true;
    for (auto id = static_cast<graph::node_id>(table.size()); id-- > 0;) {
        const graph::node &n = table[id];
        if (n.is_derivative)
            passes[id] = pass::backward;
        else if (!is_needed[id] && graph::info(n.kind).kind != graph::op_class::leaf)
            passes[id] = pass::update;
        if (passes[id] == pass::update) continue;
        for (int k = 0; k < n.input_count; ++k) is_needed[n.inputs[k]] = true;
    }
    return passes;
}

}  // namespace sylvite::codegen
