// Effects and markers.
#pragma once

#include <sylvite/dsl/ops/elementwise.hpp>

namespace sylvite::graph {

/// What an entry keeps: the node, or a copy of it where the plan needs an operation that stores it. Leaves always do:
/// their memory belongs to the caller, or changes when the entry ends.
constexpr node_id result_of(builder &b, node_id id, bool copy_layout = false) {
    while (b[id].kind == op::stop_gradient) id = b[id].inputs[0];  // does not outlive the building
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
    if (b[target].dims != b[value].dims) fault::shapes_do_not_match("assign", b[target].dims, b[value].dims);
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

/// x, through which no gradient flows.
constexpr node_id stop_gradient(builder &b, node_id x) {
    return b.add(layout_node(b, op::stop_gradient, x, b[x].dims));
}

}  // namespace sylvite::graph
