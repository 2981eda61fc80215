#include <sylvite/codegen/interface.hpp>

#include <sylvite/codegen/plan/look_ahead.hpp>
#include <sylvite/codegen/plan/memory.hpp>
#include <sylvite/dsl/graph/graph_error.hpp>

#include <bit>

namespace sylvite::codegen {
namespace {

using graph::node;
using graph::node_id;
using graph::op;

void collect_symbols(const graph::table_view &table, network_interface &to) {
    std::map<std::int32_t, std::int64_t> bounds;
    const auto note = [&](extent e) {
        if (!e.is_dynamic()) return;
        const auto [found, is_new] = bounds.emplace(e.symbol, e.value);
        if (!is_new && found->second != e.value)
            throw graph_error("the dynamic extent with symbol " + std::to_string(e.symbol) + " has two bounds, " +
                              std::to_string(found->second) + " and " + std::to_string(e.value) +
                              "; give independent extents symbols of their own, as in dynamic<64, 2>");
    };
    for (const node &n : table.nodes) {
        for (int i = 0; i < table.dims(n).rank; ++i) note(table.dims(n)[i]);
        if (n.kind == op::extent) note({table.attributes(n)[1], static_cast<std::int32_t>(table.attributes(n)[0])});
    }
    for (const auto &[symbol, bound] : bounds) {
        to.symbol_bounds.push_back(bound);
        to.symbol_of[symbol] = static_cast<std::int32_t>(to.symbol_bounds.size());
    }
}

class collector {
  public:
    collector(const graph::table_view &table, network_interface &to) : table_(table), to_(to), lines_(table) {}

    /// Inputs, then parameters, then states, each in the order of their declaration.
    void add_variables() {
        for (const op kind : {op::input, op::parameter, op::state})
            for (node_id id = 0; id < table_.size(); ++id)
                if (table_[id].kind == kind) add_variable(id);
    }

    /// Results that are written into a variable have its tensor.
    void add_results(const graph::entry_record &entry) {
        std::map<node_id, std::uint32_t> &results = to_.results.emplace_back();
        const plan::detail::look_ahead ahead(table_, entry);
        for (const graph::root &r : table_.roots_of(entry)) {
            if (r.what == graph::root_kind::update) continue;
            if (const node_id target = ahead.target_of[r.node]; target != graph::no_node) {
                results[r.node] = to_.variable.at(target);
                continue;
            }
            if (!results.contains(r.node)) results[r.node] = add_tensor(r.node);
            tensor_model &t = to_.tensors[results[r.node]];
            t.what = r.what == graph::root_kind::output ? core::role::output : core::role::metric;
            t.name = table_.name(r.name);
        }
    }

  private:
    std::uint32_t add_tensor(node_id id) {
        to_.tensors.push_back(to_.tensor_for(table_, id, lines_));
        return static_cast<std::uint32_t>(to_.tensors.size() - 1);
    }

    void add_variable(node_id id) {
        const node &n = table_[id];
        const std::uint32_t index = to_.variable[id] = add_tensor(id);
        tensor_model &t = to_.tensors[index];
        t.name = table_.name_of_leaf(id);
        const auto a = table_.attributes(id);
        if (n.kind == op::input) {
            t.what = core::role::input;
            t.is_scalar_input = a[1] != 0;
            return;
        }
        t.what = n.kind == op::parameter ? core::role::parameter : core::role::state;
        t.where = core::segment::persistent;
        t.offset = to_.persistent_bytes;
        t.init = {static_cast<core::initialiser::kind>(a[1]), std::bit_cast<double>(a[2]), std::bit_cast<double>(a[3])};
        t.is_running = n.kind == op::state && a.size() > 4;
        to_.persistent_bytes += plan::aligned(t.bytes());
        if (n.kind == op::parameter) to_.parameter_count += static_cast<std::uint64_t>(table_.dims(n).volume());
    }

    const graph::table_view &table_;
    network_interface &to_;
    line_names lines_;
};

}  // namespace

shape network_interface::renumbered(shape s) const {
    for (int i = 0; i < s.rank; ++i)
        if (s[i].is_dynamic()) s[i].symbol = symbol_of.at(s[i].symbol);
    return s;
}

tensor_model network_interface::tensor_for(const graph::table_view &table, node_id id, const line_names &lines) const {
    tensor_model t;
    t.type = table[id].type;
    t.dims = renumbered(table.dims(id));
    t.location = lines.of(id);
    t.node = id;
    return t;
}

tensor_model network_interface::tensor_for(const graph::table_view &table, node_id id, const line_names &lines,
                                           const plan::storage_order &order) const {
    tensor_model t = tensor_for(table, id, lines);
    t.dims = order.apply(t.dims);
    t.axes.assign(order.axes, order.axes + order.rank);
    return t;
}

std::uint32_t network_interface::mask_of(std::uint32_t network_mask) const {
    std::uint32_t mask = 0;
    for (const auto &[from, to] : symbol_of)
        if ((network_mask >> (from - 1) & 1u) != 0) mask |= 1u << (to - 1);
    return mask;
}

network_interface interface_of(const graph::table_view &table) {
    network_interface result;
    collect_symbols(table, result);
    collector all(table, result);
    all.add_variables();
    for (const graph::entry_record &e : table.entries) all.add_results(e);
    return result;
}

}  // namespace sylvite::codegen
