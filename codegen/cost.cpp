#include <sylvite/codegen/cost.hpp>

#include <sylvite/dsl/graph/op.hpp>
#include <sylvite/runtime/core/cost.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace sylvite::codegen {
namespace {

using factors = std::array<std::uint8_t, 6>;  // the program's symbols, ascending; 0: none

/// A number times run-time extents.
struct monomial {
    std::int64_t number = 1;
    std::vector<std::uint8_t> symbols;
};

class counter {
  public:
    counter(const kernel_spec &spec, const std::vector<std::uint32_t> &symbols) : spec_(spec), symbols_(symbols) {}

    std::vector<core::work> run() {
        for (graph::node_id id = 0; id < spec_.nodes.size(); ++id) count_node(id);
        for (std::size_t k = 0; k < spec_.arguments.size(); ++k)
            add_bytes(spec_.arguments[k].type, spec_.arguments[k].dims);
        for (const spec_output &o : spec_.outputs) add_bytes(spec_.nodes[o.node].type, spec_.dims(o.node));
        std::vector<core::work> terms;
        for (const auto &[symbols, sum] : terms_) {
            core::work w{sum.flops, sum.bytes, {}};
            std::copy(symbols.begin(), symbols.end(), w.symbols);
            terms.push_back(w);
        }
        return terms;
    }

  private:
    void multiply(monomial &m, extent e) const {
        if (e.is_dynamic() && m.symbols.size() < factors{}.size())
            m.symbols.push_back(static_cast<std::uint8_t>(symbols_[static_cast<std::size_t>(e.symbol - 1)]));
        else
            m.number *= e.value;
    }
    [[nodiscard]] monomial volume(const shape &dims) const {
        monomial m;
        for (int i = 0; i < dims.rank; ++i) multiply(m, dims[i]);
        return m;
    }
    core::cost &term(monomial m) {
        std::sort(m.symbols.begin(), m.symbols.end());
        factors key{};
        std::copy(m.symbols.begin(), m.symbols.end(), key.begin());
        return terms_[key];
    }
    void add_flops(const monomial &m, std::int64_t each) {
        if (each != 0) term(m).flops += each * m.number;
    }
    void add_bytes(dtype type, const shape &dims) {
        const monomial m = volume(dims);
        term(m).bytes += static_cast<std::int64_t>(sylvite::size_of(type)) * m.number;
    }
    void count_node(graph::node_id id) {
        const graph::node &n = spec_.nodes[id];
        const graph::op_info &what = graph::info(n.kind);
        if (what.kind == graph::op_class::elementwise || n.kind == graph::op::random)
            add_flops(volume(spec_.dims(n)), what.cost);
        if (n.kind == graph::op::scatter_add) add_flops(volume(spec_.dims(n.inputs[1])), what.cost);
        if (what.kind == graph::op_class::reduction) add_flops(volume(spec_.dims(n.inputs[0])), what.cost);
        if (what.kind != graph::op_class::contraction) return;
        monomial m = volume(spec_.dims(n));
        const auto labels = spec_.view().attributes(id);
        const shape &a = spec_.dims(n.inputs[0]);
        const auto result = labels.subspan(static_cast<std::size_t>(a.rank + spec_.dims(n.inputs[1]).rank));
        for (int i = 0; i < a.rank; ++i)
            if (std::find(result.begin(), result.end(), labels[static_cast<std::size_t>(i)]) == result.end())
                multiply(m, a[i]);
        add_flops(m, 2);
    }

    const kernel_spec &spec_;
    const std::vector<std::uint32_t> &symbols_;
    std::map<factors, core::cost> terms_;
};

}  // namespace

std::vector<core::work> work_of(const kernel_spec &spec, const std::vector<std::uint32_t> &symbols) {
    return counter(spec, symbols).run();
}

}  // namespace sylvite::codegen
