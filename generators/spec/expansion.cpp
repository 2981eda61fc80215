#include <sylvite/generators/spec/expansion.hpp>

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

namespace sylvite::generators {
namespace {

void merge_into(std::vector<axis_id> &set, const std::vector<axis_id> &more) {
    for (const axis_id a : more)
        if (!contains(set, a)) set.push_back(a);
    std::sort(set.begin(), set.end());
}

/// As many elements as before, times the extent.
void multiply(axis &a, const extent &e) {
    a.bound *= e.value;
    if (e.is_dynamic())
        a.symbols.push_back(e.symbol);
    else
        a.factor *= e.value;
}

}  // namespace

// A reshape may split an axis in two after other values were expanded under it, so the outputs are expanded again
// until nothing is split any more; axes that a pass asks for are those of the pass before.
void expansion::run() {
    space_.largest_output_ = largest_output();
    const shape dims = dims_of_output(space_.largest_output_);
    for (int i = 0; i < dims.rank; ++i) output_index_.push_back(fresh(dims[i]));
    const std::size_t output_count = next_fresh_;
    do {
        axes_.has_split = false;
        next_fresh_ = output_count;
        known_.clear();
        row_.clear();
        space_.values_.clear();
        space_.outputs_.clear();
        for (std::size_t k = 0; k < spec_.outputs.size(); ++k)
            space_.outputs_.push_back(expand(spec_.outputs[k].node, index_of_output(k)));
    } while (axes_.has_split);
    for (std::size_t k = 0; k < spec_.outputs.size(); ++k) space_.output_axes_.push_back(flatten(index_of_output(k)));
    for (auto &a : space_.axes_) a.map = axes_.resolve(a.map);
}

/// Row-wise kernels may have results of the row beside results of its elements; all others have one shape.
std::size_t expansion::largest_output() const {
    std::size_t largest = 0;
    for (std::size_t k = 1; k < spec_.outputs.size(); ++k)
        if (dims_of_output(k).rank > dims_of_output(largest).rank) largest = k;
    const shape &whole = dims_of_output(largest);
    for (std::size_t k = 0; k < spec_.outputs.size(); ++k) {
        const shape &dims = dims_of_output(k);
        bool fits = dims.rank == whole.rank || (spec_.kind == family::row_wise && spec_.outputs[k].in_place < 0);
        for (int i = 0; i < dims.rank; ++i) fits = fits && dims[i] == whole[i];
        if (!fits)
            throw std::runtime_error("kernel spec: all outputs of a kernel must have the same shape, or, in one of the "
                                     "family row_wise, the leading part of it");
    }
    return largest;
}

multi_index expansion::index_of_output(std::size_t k) const {
    multi_index index = axes_.resolve(output_index_);
    index.resize(static_cast<std::size_t>(dims_of_output(k).rank));
    return index;
}

std::vector<axis_id> expansion::fresh(const extent &e) {
    if (next_fresh_ == fresh_.size()) fresh_.push_back(axes_.make(e));
    return axes_.resolve(fresh_[next_fresh_++]);
}

/// The loops that the axis' index depends on, and the values.
void expansion::depend_on(value &v, axis_id a) const {
    const axis &axis = space_[a];
    if (!axis.is_derived) merge_into(v.free, {a});
    for (const index_term &term : axis.map.terms)
        for (const axis_id part : term.axes) depend_on(v, part);
    if (axis.map.from < 0) return;
    merge_into(v.free, space_.at(axis.map.from).free);
    if (!contains(v.inputs, axis.map.from)) v.inputs.push_back(axis.map.from);
}

value_id expansion::add(value v) {
    const bool sums = !v.axes.empty() && !v.inputs.empty() && v.kind != graph::op::argument &&
                      v.kind != graph::op::iota && v.kind != graph::op::random && !is_guard(v.kind);
    for (const value_id input : v.inputs) merge_into(v.free, space_.at(input).free);
    if (sums)
        std::erase_if(v.free, [&](axis_id a) { return contains(v.axes, a); });
    else
        for (const axis_id a : v.axes) depend_on(v, a);
    merge_into(v.free, v.into);
    space_.values_.push_back(std::move(v));
    return static_cast<value_id>(space_.values_.size()) - 1;
}

value_id expansion::expand(graph::node_id id, const multi_index &index) {
    for (const auto &e : known_)
        if (e.node == id && axes_.resolve(e.index) == index) return e.result;
    const value_id result = expand_new(id, index);
    known_.push_back({id, index, result});
    return result;
}

/// The index of the operand of a reduction over rows of the results, the same for all that reduce one shape, and that
/// of the results themselves where they have it: an element that several of these loops need is one value. Empty: none.
multi_index expansion::row_below(const graph::node &n, const multi_index &index) {
    const shape &whole = dims_of_input(n, 0);
    const multi_index results = axes_.resolve(output_index_);
    if (spec_.kind != family::row_wise || index.size() > results.size()) return {};
    for (const std::int64_t axis : spec_.view().attributes(n))
        if (axis < spec_.dims(n).rank) return {};  // not the trailing axes
    if (!std::equal(index.begin(), index.end(), results.begin())) return {};
    if (row_.empty()) {
        row_dims_ = whole;
        const shape &largest = dims_of_output(space_.largest_output_);
        bool is_result = whole.rank <= largest.rank;
        for (int d = 0; d < whole.rank && is_result; ++d) is_result = whole[d] == largest[d];
        row_ = index;
        for (int d = spec_.dims(n).rank; d < whole.rank; ++d)
            row_.push_back(is_result ? results.at(static_cast<std::size_t>(d)) : fresh(whole[d]));
    }
    const multi_index row = axes_.resolve(row_);
    return row_dims_ == whole && row.size() >= index.size() && std::equal(index.begin(), index.end(), row.begin())
               ? row
               : multi_index{};
}

value_id expansion::expand_reduction(const graph::node &n, const multi_index &index) {
    const graph::node &operand = spec_.nodes[n.inputs[0]];
    const auto axes = spec_.view().attributes(n);
    const multi_index row = row_below(n, index);
    multi_index inside;
    value v = value_of(n);
    std::size_t kept = 0;
    for (int d = 0; d < spec_.dims(operand).rank; ++d) {
        if (std::find(axes.begin(), axes.end(), d) == axes.end()) {
            inside.push_back(index.at(kept++));
        } else {
            inside.push_back(row.empty() ? fresh(spec_.dims(operand)[d]) : row.at(static_cast<std::size_t>(d)));
            v.axes.insert(v.axes.end(), inside.back().begin(), inside.back().end());
        }
    }
    v.inputs = {expand(n.inputs[0], inside)};
    v.axes = axes_.resolve(v.axes);
    return add(std::move(v));
}

value_id expansion::expand_contraction(const graph::node &n, const multi_index &index) {
    const auto labels = spec_.view().attributes(n);
    const int ranks[] = {spec_.dims(n.inputs[0]).rank, spec_.dims(n.inputs[1]).rank};
    std::vector<std::pair<std::int64_t, std::vector<axis_id>>> axes_of;
    const auto find = [&](std::int64_t label) {
        return std::find_if(axes_of.begin(), axes_of.end(), [&](const auto &p) { return p.first == label; });
    };
    for (int d = 0; d < spec_.dims(n).rank; ++d)
        axes_of.emplace_back(labels[static_cast<std::size_t>(ranks[0] + ranks[1] + d)],
                             index.at(static_cast<std::size_t>(d)));
    value v = value_of(n);
    multi_index operand_index[2];
    std::size_t position = 0;
    for (int k = 0; k < 2; ++k)
        for (int d = 0; d < ranks[k]; ++d) {
            const auto label = labels[position++];
            auto found = find(label);
            if (found == axes_of.end()) {
                axes_of.emplace_back(label, fresh(spec_.dims(n.inputs[k])[d]));
                found = axes_of.end() - 1;
                v.axes.insert(v.axes.end(), found->second.begin(), found->second.end());
            }
            operand_index[k].push_back(found->second);
        }
    for (int k = 0; k < 2; ++k) v.inputs.push_back(expand(n.inputs[k], axes_.resolve(operand_index[k])));
    v.axes = axes_.resolve(v.axes);
    return add(std::move(v));
}

/// The table is read under the value of the index; there is nothing where that is out of range.
value_id expansion::expand_gather(const graph::node &n, const multi_index &index) {
    const auto shared = static_cast<std::size_t>(spec_.view().attributes(n)[0]);
    const auto index_rank = static_cast<std::size_t>(dims_of_input(n, 1).rank);
    const extent &rows = dims_of_input(n, 0)[static_cast<int>(shared)];
    const auto at = index.begin();
    index_map map;
    map.from = expand(n.inputs[1], {at, at + static_cast<std::ptrdiff_t>(index_rank)});
    map.is_guarded = true;
    map.limit = rows.is_dynamic() ? 0 : rows.value - 1;
    const axis_id row = axes_.derive(rows, map);
    multi_index inside(at, at + static_cast<std::ptrdiff_t>(shared));
    inside.push_back(rows == extent{} ? std::vector<axis_id>{} : std::vector<axis_id>{row});
    inside.insert(inside.end(), at + static_cast<std::ptrdiff_t>(index_rank), index.end());
    value v = value_of(n);
    v.attribute = spec_.view().attributes(n)[1];
    v.inputs = {expand(n.inputs[0], axes_.resolve(inside))};
    v.axes = {row};
    return add(std::move(v));
}

/// The indices' own axes are summed over; the result's axis that they point along is in no operand.
value_id expansion::expand_scatter(const graph::node &n, const multi_index &index) {
    const auto shared = static_cast<std::ptrdiff_t>(spec_.view().attributes(n)[0]);
    const shape &indices = dims_of_input(n, 0);
    value v = value_of(n);
    multi_index inside(index.begin(), index.begin() + shared);
    for (int d = static_cast<int>(shared); d < indices.rank; ++d) {
        inside.push_back(fresh(indices[d]));
        v.axes.insert(v.axes.end(), inside.back().begin(), inside.back().end());
    }
    v.into = index[static_cast<std::size_t>(shared)];
    v.inputs = {expand(n.inputs[0], axes_.resolve(inside))};
    inside.insert(inside.end(), index.begin() + shared + 1, index.end());
    v.inputs.push_back(expand(n.inputs[1], axes_.resolve(inside)));
    v.axes = axes_.resolve(v.axes);
    return add(std::move(v));
}

value_id expansion::expand_leaf(const graph::node &n, const multi_index &index) {
    const auto attributes = spec_.view().attributes(n);
    value v = value_of(n);
    if (n.kind == graph::op::iota) {
        v.axes = index.at(static_cast<std::size_t>(attributes[0]));
    } else {
        v.attribute = attributes[0];
        if (n.kind == graph::op::argument || n.kind == graph::op::random) v.axes = axes_.joined(flatten(index));
        const shape &dims = spec_.dims(n);
        v.has_rows = n.kind == graph::op::random && dims.rank > 0 && dims[0].is_dynamic();
        for (int d = 1; v.has_rows && d < dims.rank; ++d) multiply(v.row, dims[d]);
    }
    return add(std::move(v));
}

value_id expansion::expand_layout(const graph::node &n, const multi_index &index) {
    using graph::op;
    const auto attributes = spec_.view().attributes(n);
    const shape &operand = dims_of_input(n, 0);
    multi_index inside;
    switch (n.kind) {
        case op::reshape:
            return expand(n.inputs[0], axes_.through_reshape(operand, flatten(index)));
        case op::permute:
            inside.resize(index.size());
            for (std::size_t i = 0; i < index.size(); ++i)
                inside.at(static_cast<std::size_t>(attributes[i])) = index[i];
            return expand(n.inputs[0], inside);
        case op::broadcast:
            for (std::size_t i = 0; i < attributes.size(); ++i)  // an operand's extent of 1 has no index
                inside.push_back(operand[static_cast<int>(i)] == extent{}
                                     ? std::vector<axis_id>{}
                                     : index.at(static_cast<std::size_t>(attributes[i])));
            return expand(n.inputs[0], inside);
        case op::slice:
            return expand(n.inputs[0], axes_.through_slice(operand, spec_.dims(n), index, attributes));
        case op::reverse:
            return expand(n.inputs[0], axes_.through_reverse(operand, index, attributes));
        case op::slide: {  // a pad with 0, where there may be no element
            value v = value_of(n);
            v.kind = op::pad;
            v.attribute = std::bit_cast<std::int64_t>(0.0);
            inside = axes_.through_slide(operand, spec_.dims(n), slide_of(attributes, operand, spec_.dims(n)), index,
                                         v.axes);
            v.inputs = {expand(n.inputs[0], inside)};
            return v.axes.empty() ? v.inputs.front() : add(std::move(v));
        }
        default: {
            value v = value_of(n);
            v.attribute = attributes[0];
            inside = axes_.through_pad(operand, index, attributes, v.axes);
            v.inputs = {expand(n.inputs[0], inside)};
            return add(std::move(v));
        }
    }
}

value_id expansion::expand_new(graph::node_id id, const multi_index &index) {
    using graph::op;
    using graph::op_class;
    const graph::node &n = spec_.nodes[id];
    switch (graph::info(n.kind).kind) {
        case op_class::leaf:
            if (n.kind == op::argument || n.kind == op::constant || n.kind == op::extent || n.kind == op::iota ||
                n.kind == op::random)
                return expand_leaf(n, index);
            break;
        case op_class::layout:
            return expand_layout(n, index);
        case op_class::reduction:
            return expand_reduction(n, index);
        case op_class::contraction:
            return expand_contraction(n, index);
        case op_class::indexing:
            return n.kind == op::gather ? expand_gather(n, index) : expand_scatter(n, index);
        case op_class::elementwise: {
            value v = value_of(n);
            for (int i = 0; i < n.input_count; ++i) v.inputs.push_back(expand(n.inputs[i], axes_.resolve(index)));
            return add(std::move(v));
        }
        default:
            break;
    }
    throw std::runtime_error(std::string("kernel spec: ") + graph::info(n.kind).name + " cannot stand in a kernel");
}

}  // namespace sylvite::generators
