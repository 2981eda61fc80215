// Effects and markers.
#pragma once

#include <sylvite/dsl/ops/elementwise.hpp>

namespace sylvite::graph {

/// What an entry keeps: the node, or a copy of it where the plan needs an operation that stores it. Leaves always do:
/// their memory belongs to the caller, or changes when the entry ends.
constexpr node_id result_of(builder &b, node_id id, bool copy_layout = false) {
    while (is_gradient_marker(b[id].kind)) id = b[id].inputs[0];  // does not outlive the building
    const op_class from = info(b[id].kind).kind;
    if (from != op_class::leaf && !(copy_layout && from == op_class::layout)) return id;
    node copy;
    copy.kind = op::cast;
    copy.type = b[id].type;
    copy.input_count = 1;
    copy.inputs[0] = id;
    copy.dims = b[id].dims;
    return b.insert(copy, {});
}

/// The variable takes this value at the end of the entry; every read in the entry sees the value from before.
constexpr node_id assign(builder &b, node_id target, node_id value) {
    const op kind = b[target].kind;
    if (kind != op::parameter && kind != op::state) fault::assign_to_something_that_is_no_variable(info(kind).name);
    if (b[target].type != b[value].type) fault::dtypes_do_not_match("assign", b[target].type, b[value].type);
    if (b[target].dims != b[value].dims) fault::shapes_do_not_match("assign", b.dims(target), b.dims(value));
    value = result_of(b, value, true);
    node n;
    n.kind = op::assign;
    n.type = b[target].type;
    n.input_count = 2;
    n.inputs[0] = target;
    n.inputs[1] = value;
    n.dims = b[target].dims;
    n.effect = b.next_effect();
    return b.add(n);
}

/// A leaf for the adjoint that a custom gradient will be given: of the shape and dtype of the value.
constexpr node_id adjoint_of(builder &b, node_id value) {
    if (!is_floating(b[value].type)) fault::dtype_not_supported("custom_gradient", b[value].type);
    node n;
    n.kind = op::adjoint;
    n.type = b[value].type;
    n.dims = b[value].dims;
    const std::int64_t position[] = {static_cast<std::int64_t>(b.size())};
    return b.insert(n, position);
}

/// The value, with `contribution`, an expression of the leaf `adjoint`, in place of what the rules would give the
/// input. Several inputs are a chain: each further link has the one before as its value. No other gradient flows.
constexpr node_id custom_gradient(builder &b, node_id value, node_id input, node_id contribution, node_id adjoint,
                                  bool is_link) {
    if (b[contribution].dims != b[input].dims)
        fault::shapes_do_not_match("custom_gradient", b.dims(input), b.dims(contribution));
    if (b[contribution].type != b[input].type)
        fault::dtypes_do_not_match("custom_gradient", b[input].type, b[contribution].type);
    node n = layout_node(b, op::custom_gradient, value, b[value].dims);
    n.input_count = 3;
    n.inputs[1] = input;
    n.inputs[2] = contribution;
    return b.add(n, {static_cast<std::int64_t>(adjoint), is_link ? 1 : 0});
}

/// x, through which no gradient flows.
constexpr node_id stop_gradient(builder &b, node_id x) {
    return b.add(layout_node(b, op::stop_gradient, x, b[x].dims));
}

}  // namespace sylvite::graph
