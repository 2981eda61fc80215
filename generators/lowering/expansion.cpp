#include <sylvite/generators/lowering/expansion.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace sylvite::generators {
namespace {

std::vector<axis_id> flatten(const digits &index) {
    std::vector<axis_id> flat;
    for (const auto &list : index) flat.insert(flat.end(), list.begin(), list.end());
    return flat;
}

void merge_into(std::vector<axis_id> &set, const std::vector<axis_id> &more) {
    for (const axis_id a : more)
        if (!contains(set, a)) set.push_back(a);
    std::sort(set.begin(), set.end());
}

}  // namespace

// A reshape may split an axis in two after other values were expanded under it, so the outputs are expanded again
// until nothing is split any more; axes that a pass asks for are those of the pass before.
void expansion::run() {
    const auto &first = spec_.outputs.front();
    const shape dims = spec_.nodes[first.node].dims;
    digits outputs;
    for (int i = 0; i < dims.rank; ++i) outputs.push_back(fresh(dims[i]));
    const std::size_t output_count = next_fresh_;
    do {
        has_split_ = false;
        next_fresh_ = output_count;
        known_.clear();
        space_.values_.clear();
        space_.outputs_.clear();
        for (const auto &output : spec_.outputs) {
            if (!(spec_.nodes[output.node].dims == dims))
                throw std::runtime_error("kernel spec: all outputs of a kernel must have the same shape");
            space_.outputs_.push_back(expand(output.node, resolve(outputs)));
        }
    } while (has_split_);
    space_.output_axes_ = flatten(resolve(outputs));
    for (auto &a : space_.axes_) a.of = resolve(a.of);
}

std::vector<axis_id> expansion::resolve(const std::vector<axis_id> &axes) const {
    std::vector<axis_id> result;
    for (const axis_id a : axes) {
        const auto [outer, inner] = parts_[static_cast<std::size_t>(a)];
        if (outer < 0) {
            result.push_back(a);
        } else {
            const auto both = resolve(std::vector<axis_id>{outer, inner});
            result.insert(result.end(), both.begin(), both.end());
        }
    }
    return result;
}

digits expansion::resolve(const digits &index) const {
    digits result;
    for (const auto &list : index) result.push_back(resolve(list));
    return result;
}

axis_id expansion::new_axis(axis a) {
    space_.axes_.push_back(std::move(a));
    parts_.emplace_back(-1, -1);
    return static_cast<axis_id>(space_.axes_.size()) - 1;
}

std::vector<axis_id> expansion::fresh(const extent &e) {
    if (next_fresh_ == fresh_.size()) {
        std::vector<axis_id> list;
        if (e.is_dynamic())
            list.push_back(new_axis({e.value, 1, {e.symbol}, {}, 1}));
        else if (e.value != 1)
            list.push_back(new_axis({e.value, e.value, {}, {}, 1}));
        fresh_.push_back(list);
    }
    return resolve(fresh_[next_fresh_++]);
}

void expansion::split(axis_id id, std::int64_t inner) {
    const axis whole = space_[id];
    const std::int64_t outer = whole.bound / inner;
    axis high{outer, outer, {}, whole.of, whole.divisor * inner};
    axis low{inner, inner, {}, whole.of, whole.divisor};
    const axis_id high_id = new_axis(std::move(high));
    const axis_id low_id = new_axis(std::move(low));
    parts_[static_cast<std::size_t>(id)] = {high_id, low_id};
    has_split_ = true;
}

/// Hands the axes of the result to the dimensions of the operand, innermost first.
bool expansion::segment(const shape &operand, std::vector<axis_id> flat, digits &result) {
    result.assign(static_cast<std::size_t>(operand.rank), {});
    for (int d = operand.rank - 1; d >= 0; --d) {
        auto &list = result[static_cast<std::size_t>(d)];
        std::int64_t left = operand[d].value;
        if (operand[d].is_dynamic()) {
            if (flat.empty() || space_[flat.back()].symbols != std::vector<std::int32_t>{operand[d].symbol})
                return false;
            list = {flat.back()};
            flat.pop_back();
            continue;
        }
        while (left != 1) {
            if (flat.empty() || space_[flat.back()].is_dynamic()) return false;
            const axis_id last = flat.back();
            const std::int64_t bound = space_[last].bound;
            flat.pop_back();
            if (left % bound == 0) {
                list.insert(list.begin(), last);
                left /= bound;
            } else if (bound % left == 0) {
                split(last, left);
                const auto [outer, inner] = parts_[static_cast<std::size_t>(last)];
                list.insert(list.begin(), inner);
                flat.push_back(outer);
                left = 1;
            } else {
                return false;
            }
        }
    }
    return flat.empty();
}

/// Extents that do not segment: division and modulus over the whole static part.
digits expansion::derive(const shape &operand, std::vector<axis_id> flat) {
    digits result(static_cast<std::size_t>(operand.rank));
    int leading = 0;
    while (leading < operand.rank && (operand[leading].is_dynamic() || operand[leading].value == 1)) {
        if (operand[leading].is_dynamic()) {
            if (flat.empty() || space_[flat.front()].symbols != std::vector<std::int32_t>{operand[leading].symbol})
                break;
            result[static_cast<std::size_t>(leading)] = {flat.front()};
            flat.erase(flat.begin());
        }
        ++leading;
    }
    if (space_.is_dynamic(flat)) throw std::runtime_error("kernel spec: a reshape divides or merges a dynamic extent");
    std::int64_t divisor = 1;
    for (int d = operand.rank - 1; d >= leading; --d) {
        const std::int64_t bound = operand[d].value;
        if (bound != 1) {
            if (next_fresh_ == fresh_.size()) fresh_.push_back({new_axis({bound, bound, {}, flat, divisor})});
            result[static_cast<std::size_t>(d)] = resolve(fresh_[next_fresh_++]);
        }
        divisor *= bound;
    }
    return result;
}

digits expansion::through_reshape(const shape &operand, const std::vector<axis_id> &flat) {
    digits result;
    const auto saved = parts_;
    const bool had_split = has_split_;
    if (segment(operand, flat, result)) return result;
    // Axes that the attempt made are used by nobody.
    std::copy(saved.begin(), saved.end(), parts_.begin());
    has_split_ = had_split;
    return derive(operand, flat);
}

value_id expansion::add(value v) {
    if (v.kind == graph::op::argument || v.kind == graph::op::iota) {
        for (const axis_id a : v.axes)
            merge_into(v.free, space_[a].is_derived() ? resolve(space_[a].of) : std::vector{a});
    } else {
        for (const value_id input : v.inputs) merge_into(v.free, space_.at(input).free);
        std::erase_if(v.free, [&](axis_id a) { return contains(v.axes, a); });
    }
    space_.values_.push_back(std::move(v));
    return static_cast<value_id>(space_.values_.size()) - 1;
}

value_id expansion::expand(graph::node_id id, const digits &index) {
    for (const auto &e : known_)
        if (e.node == id && resolve(e.index) == index) return e.result;
    const value_id result = expand_new(id, index);
    known_.push_back({id, index, result});
    return result;
}

value_id expansion::expand_reduction(const graph::node &n, const digits &index) {
    const graph::node &operand = spec_.nodes[n.inputs[0]];
    const auto axes = spec_.view().attributes(n);
    digits inside;
    value v{n.kind, n.type, n.accumulator, 0, {}, {}, {}};
    std::size_t kept = 0;
    for (int d = 0; d < operand.dims.rank; ++d) {
        if (std::find(axes.begin(), axes.end(), d) == axes.end()) {
            inside.push_back(index.at(kept++));
        } else {
            inside.push_back(fresh(operand.dims[d]));
            v.axes.insert(v.axes.end(), inside.back().begin(), inside.back().end());
        }
    }
    v.inputs = {expand(n.inputs[0], inside)};
    v.axes = resolve(v.axes);
    return add(std::move(v));
}

value_id expansion::expand_contraction(const graph::node &n, const digits &index) {
    const auto labels = spec_.view().attributes(n);
    const int ranks[] = {spec_.nodes[n.inputs[0]].dims.rank, spec_.nodes[n.inputs[1]].dims.rank};
    std::vector<std::pair<std::int64_t, std::vector<axis_id>>> axes_of;
    const auto find = [&](std::int64_t label) {
        return std::find_if(axes_of.begin(), axes_of.end(), [&](const auto &p) { return p.first == label; });
    };
    for (int d = 0; d < n.dims.rank; ++d)
        axes_of.emplace_back(labels[static_cast<std::size_t>(ranks[0] + ranks[1] + d)],
                             index.at(static_cast<std::size_t>(d)));
    value v{n.kind, n.type, n.accumulator, 0, {}, {}, {}};
    digits operand_index[2];
    std::size_t position = 0;
    for (int k = 0; k < 2; ++k)
        for (int d = 0; d < ranks[k]; ++d) {
            const auto label = labels[position++];
            auto found = find(label);
            if (found == axes_of.end()) {
                axes_of.emplace_back(label, fresh(spec_.nodes[n.inputs[k]].dims[d]));
                found = axes_of.end() - 1;
                v.axes.insert(v.axes.end(), found->second.begin(), found->second.end());
            }
            operand_index[k].push_back(found->second);
        }
    for (int k = 0; k < 2; ++k) v.inputs.push_back(expand(n.inputs[k], resolve(operand_index[k])));
    v.axes = resolve(v.axes);
    return add(std::move(v));
}

value_id expansion::expand_new(graph::node_id id, const digits &index) {
    using graph::op;
    const graph::node &n = spec_.nodes[id];
    const auto attributes = spec_.view().attributes(n);
    value v{n.kind, n.type, n.accumulator, 0, {}, {}, {}};
    switch (n.kind) {
        case op::argument:
            v.attribute = attributes[0];
            v.axes = flatten(index);
            return add(std::move(v));
        case op::constant:
        case op::extent:
            v.attribute = attributes[0];
            return add(std::move(v));
        case op::iota:
            v.axes = index.at(static_cast<std::size_t>(attributes[0]));
            return add(std::move(v));
        case op::stop_gradient:
            return expand(n.inputs[0], index);
        case op::reshape:
            return expand(n.inputs[0], through_reshape(spec_.nodes[n.inputs[0]].dims, flatten(index)));
        case op::permute: {
            digits inside(index.size());
            for (std::size_t i = 0; i < index.size(); ++i)
                inside.at(static_cast<std::size_t>(attributes[i])) = index[i];
            return expand(n.inputs[0], inside);
        }
        case op::broadcast: {
            digits inside;
            for (std::size_t i = 0; i < attributes.size(); ++i) {
                // An operand's extent of 1 that the result repeats has no index.
                const bool repeated = spec_.nodes[n.inputs[0]].dims[static_cast<int>(i)].value == 1 &&
                                      !spec_.nodes[n.inputs[0]].dims[static_cast<int>(i)].is_dynamic();
                inside.push_back(repeated ? std::vector<axis_id>{} : index.at(static_cast<std::size_t>(attributes[i])));
            }
            return expand(n.inputs[0], inside);
        }
        case op::reduce_sum:
        case op::reduce_product:
        case op::reduce_max:
        case op::reduce_min:
        case op::argmax:
        case op::argmin:
            return expand_reduction(n, index);
        case op::contraction:
            return expand_contraction(n, index);
        default:
            break;
    }
    if (graph::info(n.kind).kind != graph::op_class::elementwise)
        throw std::runtime_error(std::string("kernel spec: ") + graph::info(n.kind).name + " cannot stand in a kernel");
    for (int i = 0; i < n.input_count; ++i) v.inputs.push_back(expand(n.inputs[i], resolve(index)));
    return add(std::move(v));
}

}  // namespace sylvite::generators
