#include <sylvite/codegen/extract.hpp>

#include <map>

namespace sylvite::codegen {
namespace {

using graph::node;
using graph::node_id;
using graph::op;

class extractor {
  public:
    extractor(const graph::table_view &table, const plan::ordered_kernels &plan, const plan::step &step)
        : table_(table), fusion_(plan.fusion), orders_(plan.orders),
          roots_(plan.roots.view().subspan(step.first_root, step.root_count)), kernel_(step.kernel) {}

    extracted_kernel run() {
        result_.spec.kind = fusion_.kernels[kernel_].kind;
        for (const node_id root : roots_) {
            const bool is_update = table_[root].kind == op::assign;
            const node_id value = is_update ? table_[root].inputs[1] : root;
            spec_output out;
            out.node = is_update ? add_use(value) : add_computed(value);
            if (!is_update && !orders_[root].is_declared()) out.node = add_permuted(out.node, orders_[root].axes, root);
            if (result_.spec.nodes[out.node].kind == op::argument) out.node = add_copy(out.node);
            result_.spec.outputs.push_back(out);
            result_.outputs.push_back(root);
        }
        for (std::size_t i = 0; i < roots_.size(); ++i) {
            if (table_[roots_[i]].kind != op::assign) continue;
            for (std::size_t k = 0; k < result_.arguments.size(); ++k)
                if (result_.arguments[k] == table_[roots_[i]].inputs[0])
                    result_.spec.outputs[i].in_place = static_cast<int>(k);
        }
        return std::move(result_);
    }

    /// A kernel of its own, from the order in which the variable is declared.
    extracted_kernel run_packing(node_id variable) {
        result_.spec.kind = generators::family::elementwise;
        spec_output out;
        out.node = add_permuted(append_argument(variable, {}), orders_[variable].axes, variable);
        result_.spec.outputs.push_back(out);
        result_.outputs.push_back(variable);
        return std::move(result_);
    }

  private:
    /// Before the kernel runs: its own results are worked out in it, those that others of them need too.
    [[nodiscard]] bool has_memory(node_id id) const {
        return plan::is_variable(table_[id].kind) ||
               (fusion_.materialised[id] != 0 && fusion_.kernel_of[id] != kernel_);
    }
    node_id add_use(node_id id) { return has_memory(id) ? add_argument(id) : add_computed(id); }

    node_id add_argument(node_id id) {
        if (const auto found = argument_of_.find(id); found != argument_of_.end()) return found->second;
        node_id added = append_argument(id, orders_[id]);
        if (!orders_[id].is_declared()) {
            std::uint8_t places[max_rank] = {};  // of the value's axes in memory
            for (std::uint8_t i = 0; i < orders_[id].rank; ++i) places[orders_[id].axes[i]] = i;
            added = add_permuted(added, places, id);
        }
        return argument_of_[id] = added;
    }
    /// As it lies in memory.
    node_id append_argument(node_id id, const plan::storage_order &order) {
        spec_argument argument{table_[id].type, renumbered(order.apply(table_.dims(id)))};
        node n;
        n.kind = op::argument;
        n.type = n.accumulator = argument.type;
        n.dims = result_.spec.intern(argument.dims);
        const auto k = static_cast<std::int64_t>(result_.arguments.size());
        result_.spec.arguments.push_back(argument);
        result_.arguments.push_back(id);
        return append(n, std::span(&k, 1), id);
    }
    /// For each axis of the result the operand's axis.
    node_id add_permuted(node_id of, const std::uint8_t (&axes)[max_rank], node_id origin) {
        const shape from = result_.spec.dims(of);
        node n;
        n.kind = op::permute;
        n.type = n.accumulator = result_.spec.nodes[of].type;
        n.input_count = 1;
        n.inputs[0] = of;
        shape dims;
        std::int64_t attributes[max_rank] = {};
        for (int i = 0; i < from.rank; ++i) {
            attributes[i] = axes[i];
            dims.push_back(from[axes[i]]);
        }
        n.dims = result_.spec.intern(dims);
        return append(n, std::span(attributes, static_cast<std::size_t>(from.rank)), origin);
    }

    /// Depth first without recursion: a node is appended when all of its inputs are.
    node_id add_computed(node_id wanted) {
        if (plan::is_variable(table_[wanted].kind)) return add_argument(wanted);  // a result that is a leaf: a copy
        std::vector<node_id> stack{wanted};
        while (!stack.empty()) {
            const node_id id = stack.back();
            if (computed_.contains(id)) {
                stack.pop_back();
                continue;
            }
            const node &n = table_[id];
            bool ready = true;
            for (int k = n.input_count; k-- > 0;) {
                const node_id in = n.inputs[k];
                if (has_memory(in) || computed_.contains(in)) continue;
                stack.push_back(in);
                ready = false;
            }
            if (!ready) continue;
            stack.pop_back();
            computed_[id] = append_node(id);
        }
        return computed_.at(wanted);
    }

    node_id append_node(node_id id) {
        node n = table_[id];
        const auto attributes = table_.attributes(id);
        for (int k = 0; k < n.input_count; ++k)
            n.inputs[k] = has_memory(n.inputs[k]) ? add_argument(n.inputs[k]) : computed_.at(n.inputs[k]);
        n.dims = result_.spec.intern(renumbered(table_.dims(id)));
        n.effect = 0;
        n.location = 0;
        n.is_derivative = false;
        if (n.kind != op::extent) return append(n, attributes, id);
        const extent e{attributes[1], static_cast<std::int32_t>(attributes[0])};
        const std::int64_t symbol = renumbered(e).symbol;
        return append(n, std::span(&symbol, 1), id);
    }
    node_id add_copy(node_id of) {
        node n = result_.spec.nodes[of];
        n.kind = op::cast;
        n.input_count = 1;
        n.inputs[0] = of;
        return append(n, {}, result_.origins[of]);
    }
    node_id append(node n, std::span<const std::int64_t> attributes, node_id origin) {
        n.attributes = {attributes.empty() ? 0 : static_cast<std::uint32_t>(result_.spec.pool.size()),
                        static_cast<std::uint32_t>(attributes.size())};
        result_.spec.pool.insert(result_.spec.pool.end(), attributes.begin(), attributes.end());
        result_.spec.nodes.push_back(n);
        result_.origins.push_back(origin);
        return static_cast<node_id>(result_.spec.nodes.size() - 1);
    }

    extent renumbered(extent e) {
        if (!e.is_dynamic()) return e;
        auto &symbols = result_.symbols;
        std::size_t k = 0;
        while (k < symbols.size() && symbols[k] != e.symbol) ++k;
        if (k == symbols.size()) {
            symbols.push_back(e.symbol);
            result_.spec.symbol_bounds.push_back(e.value);
        }
        return {e.value, static_cast<std::int32_t>(k + 1)};
    }
    shape renumbered(shape s) {
        for (int i = 0; i < s.rank; ++i) s[i] = renumbered(s[i]);
        return s;
    }

    const graph::table_view &table_;
    const plan::fusion &fusion_;
    const graph::list<plan::storage_order> &orders_;
    std::span<const node_id> roots_;
    std::uint32_t kernel_;
    extracted_kernel result_;
    std::map<node_id, node_id> argument_of_, computed_;
};

}  // namespace

extracted_kernel extract(const graph::table_view &table, const plan::ordered_kernels &plan, const plan::step &step) {
    return extractor(table, plan, step).run();
}

extracted_kernel extract_packing(const graph::table_view &table, const plan::ordered_kernels &plan, node_id variable) {
    return extractor(table, plan, {}).run_packing(variable);
}

}  // namespace sylvite::codegen
