#include "primitives.hpp"

#include "formula.hpp"

#include <sylvite/dsl/reference/elementwise.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <functional>
#include <vector>

namespace sylvite::docs {
namespace {

using graph::builder;
using graph::node_id;
using graph::op;
using graph::op_class;

/// What an operation computes, in words; elementwise ones say it in their rows of dsl/reference/elementwise.hpp.
struct row {
    op kind;
    const char *meaning;
};
constexpr row rows[] = {
    {op::constant, "a literal scalar"},
    {op::iota, "i32: each element is its own index along an axis"},
    {op::extent, "i32 scalar: the run-time value of a dynamic extent"},
    {op::random, "random numbers of a stream: f32 and f64 uniform in [0, 1), i32 all 32 bits (dsl/random_streams.hpp)"},
    {op::input, "a tensor or scalar that the program gives at each call"},
    {op::parameter, "a tensor that is trained and saved"},
    {op::state, "a tensor that is kept between calls and not trained"},
    {op::reduce_sum, "the sum over the axes, in a fixed order"},
    {op::reduce_product, "the product over the axes; its gradient is right where factors are 0"},
    {op::reduce_max, "the largest element; NaN if any is; equal ones share the adjoint"},
    {op::reduce_min, "the smallest element; NaN if any is; equal ones share the adjoint"},
    {op::argmax,
     "i32: the row-major position of the largest element, the first of equal ones; a NaN counts as largest"},
    {op::argmin,
     "i32: the row-major position of the smallest element, the first of equal ones; a NaN counts as smallest"},
    {op::contraction, "any einsum of two operands: sums of products over the letters that the result lacks"},
    {op::reshape, "the same elements in row-major order; dynamic extents keep their places"},
    {op::permute, "axis i of the result is axis axes[i] of a"},
    {op::broadcast, "a repeated along new axes"},
    {op::pad, "a with a literal in front, behind and between its elements"},
    {op::slice, "every step-th element from a begin on, along each axis"},
    {op::reverse, "the elements along the axes in the opposite order"},
    {op::slide,
     "element (p, t) is element (step p + step' t + offset) / divisor of a, t: windows; 0 where there is none"},
    {op::gather, "rows of the table a by the indices b; out of range: NaN, 0 or false"},
    {op::scatter_add,
     "row r of the result: the sum of those updates b whose index a is r; indices out of range are dropped"},
    {op::stop_gradient, "a, through which no gradient flows"},
    {op::custom_gradient, "the value a, which was computed from the input b in whatever way"},
    {op::by_mode, "a in entries that train, b in all others"},
    {op::iteration, "i32 scalar: the step that a loop is in"},
    {op::element, "the row of the sequence a of this step"},
    {op::carry, "a in the first step, then what the step before made of it"},
    {op::loop, "what becomes of the loop's carry b in a step: c; a chain with a link for each carry"},
    {op::stacked, "the values that b has in the steps of the loop a, as rows"},
    {op::last, "what the last step of the loop a made of the carry b"},
    {op::assign, "the variable a takes the value b when the entry ends; every read sees the value from before"},
};

/// Those that no user's graph has.
constexpr bool is_internal(op kind) { return kind == op::argument || kind == op::adjoint; }

constexpr const char *meaning_of(op kind) {
    switch (kind) {
#define SYLVITE_ELEMENTWISE(name, ...)                                                                                 \
    case op::name:                                                                                                     \
        return reference::element<op::name>.meaning;
#include <sylvite/dsl/graph/operations.def>
        default:
            for (const row &r : rows)
                if (r.kind == kind) return r.meaning;
            return nullptr;
    }
}
#define SYLVITE_OPERATION(name, ...)                                                                                   \
    static_assert(is_internal(op::name) || meaning_of(op::name) != nullptr,                                            \
                  "docs/operations/primitives.cpp says nothing of " #name);
#include <sylvite/dsl/graph/operations.def>

/// An operation between named leaves.
class sample {
  public:
    node_id leaf(const char *name, dtype type, std::initializer_list<std::int64_t> extents) {
        shape dims;
        for (const std::int64_t e : extents) dims.push_back({e, 0});
        const node_id id = b.declare(op::parameter, name, type, dims, {0, 0, 0});
        known[id] = name;
        return id;
    }
    builder b;
    names known;
};

/// Elementwise operations on scalars: their formulas have no shapes.
node_id elementwise(sample &s, op kind) {
    const dtype type = graph::accepts(kind, f32) ? f32 : boolean;
    if (kind == op::cast) return graph::cast(s.b, s.leaf("a", f32, {}), f64);
    if (kind == op::select)
        return graph::select(s.b, s.leaf("a", boolean, {}), s.leaf("b", f32, {}), s.leaf("c", f32, {}));
    if (graph::info(kind).arity == 1) return graph::unary(s.b, kind, s.leaf("a", type, {}));
    return graph::binary(s.b, kind, s.leaf("a", type, {}), s.leaf("b", type, {}));
}

node_id other(sample &s, op kind) {
    constexpr std::int64_t exchanged[] = {1, 0};
    switch (kind) {
        case op::contraction:
            return graph::einsum(s.b, "ab,bc->ac", s.leaf("a", f32, {3, 5}), s.leaf("b", f32, {5, 2}));
        case op::reshape:
            return graph::reshape(s.b, s.leaf("a", f32, {3, 4}), s.b.dims(s.leaf("like", f32, {2, 6})));
        case op::permute:
            return graph::permute(s.b, s.leaf("a", f32, {3, 5}), exchanged);
        case op::broadcast:
            return graph::broadcast_to(s.b, s.leaf("a", f32, {5}), s.b.dims(s.leaf("like", f32, {3, 5})));
        case op::pad:
            return graph::pad(s.b, s.leaf("a", f32, {3}), 0, {1, 2, 0}, 0);
        case op::slice:
            return graph::slice(s.b, s.leaf("a", f32, {7}), 0, {1, 6, 2});
        case op::reverse:
            return graph::reverse(s.b, s.leaf("a", f32, {5}), 1u);
        case op::slide:
            return graph::slide(s.b, s.leaf("a", f32, {7, 3}), 0, 1, {4, 0}, {2, 1, -1, 1});
        case op::gather:
            return graph::gather(s.b, s.leaf("a", f32, {7, 3}), s.leaf("b", i32, {4}));
        case op::scatter_add:
            return graph::scatter_add(s.b, s.leaf("a", i32, {4}), s.leaf("b", f32, {4, 3}), {7, 0});
        case op::stop_gradient:
            return graph::stop_gradient(s.b, s.leaf("a", f32, {3}));
        case op::by_mode:
            return graph::by_mode(s.b, s.leaf("a", f32, {3}), s.leaf("b", f32, {3}));
        case op::assign:
            return graph::assign(s.b, s.leaf("a", f32, {3}), s.leaf("b", f32, {3}));
        default:
            return graph::reduce(s.b, kind, s.leaf("a", f32, {3, 5}), 2u);
    }
}

std::string types_of(op kind) {
    std::string text;
    for (const dtype type : {f32, f64, i32, boolean})
        if (graph::accepts(kind, type)) text += (text.empty() ? "" : ", ") + std::string(name_of(type));
    return text == "f32, f64, i32, boolean" ? "all" : text;
}

std::string shapes_of(const sample &s, node_id y) {
    const graph::node &n = s.b[y];
    std::string text;
    for (int k = 0; k < n.input_count; ++k)
        text +=
            (k == 0 ? "" : ", ") + std::string(1, static_cast<char>('a' + k)) + " " + shape_text(s.b.dims(n.inputs[k]));
    return text + " → " + shape_text(s.b.dims(n));
}

/// What the rule of the operation adds to the adjoint of each input.
std::string gradient_of(sample &s, node_id y) {
    const graph::node n = s.b[y];
    const node_id dy = s.b.declare(op::parameter, "dy", f32, s.b.dims(n), {0, 0, 0});
    s.known[dy] = "dy";
    graph::grad::step step{s.b, n, y, is_floating(n.type) ? graph::cast(s.b, dy, n.type) : dy};
    s.known[step.dy] = "dy";
    s.known[y] = "y";
    graph::grad::rule_of(n.kind)(step);
    std::string text;
    for (int k = 0; k < n.input_count; ++k) {
        if (step.contributions[k] == graph::no_node) continue;
        text += std::string(text.empty() ? "" : "<br>") + "d" + static_cast<char>('a' + k) + " = `" +
                formula(s.b.table().view(), step.contributions[k], s.known) + "`";
    }
    return text.empty() ? "none" : text;
}

struct section {
    op_class kind;
    const char *title, *text;
};
constexpr section sections[] = {
    {op_class::leaf, "Leaves", "Where graphs begin."},
    {op_class::elementwise, "Elementwise",
     "Operands are broadcast together by NumPy's rule and have one element type. y is the result, dy its adjoint."},
    {op_class::reduction, "Reductions", "Over any axes, which are dropped. Shown over axis 1."},
    {op_class::contraction, "Contraction", "Accumulates in the element type."},
    {op_class::layout, "Layout", "Index maps of their operands; kernels of their own only as results."},
    {op_class::indexing, "Indexing", "Indices are i32 and get no gradient."},
    {op_class::loop, "Loops",
     "What `scan` is made of. A loop is differentiated as a whole, by a loop in the opposite direction."},
    {op_class::marker, "Markers", ""},
    {op_class::effect, "Effects", ""},
};

std::string operation_row(op kind) {
    if (kind == op::custom_gradient)  // what its inputs get is written by the user
        return std::string("| `custom_gradient` | ") + meaning_of(kind) +
               " | f32, f64 | a [3], b [2] → [3] | db = what the user's rule makes of dy |\n";
    sample s;
    const bool pointwise = graph::info(kind).kind == op_class::elementwise;
    const node_id y = pointwise ? elementwise(s, kind) : other(s, kind);
    std::string text = "| `" + std::string(graph::info(kind).name) + "` | " + meaning_of(kind);
    text += " | " + types_of(kind);
    if (!pointwise) text += " | " + shapes_of(s, y);
    return text + " | " + gradient_of(s, y) + " |\n";
}

}  // namespace

std::string primitives_chapter() {
    std::string text = "## Primitive operations\n\nEverything else is composed of these.\n";
    for (const section &part : sections) {
        text += std::string("\n### ") + part.title + "\n\n";
        if (*part.text != '\0') text += std::string(part.text) + "\n\n";
        const bool leaf = part.kind == op_class::leaf || part.kind == op_class::loop,
                   pointwise = part.kind == op_class::elementwise;
        text += leaf ? "| operation | what it is |\n|---|---|\n"
                : pointwise
                    ? "| operation | what it computes | element types | adjoints |\n|---|---|---|---|\n"
                    : "| operation | what it computes | element types | shapes | adjoints |\n|---|---|---|---|---|\n";
        for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
            const op kind = static_cast<op>(k);
            if (graph::info(kind).kind != part.kind || is_internal(kind)) continue;
            text += leaf ? std::string("| `") + graph::info(kind).name + "` | " + meaning_of(kind) + " |\n"
                         : operation_row(kind);
        }
    }
    return text;
}

}  // namespace sylvite::docs
