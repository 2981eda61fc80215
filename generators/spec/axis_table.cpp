#include <sylvite/generators/spec/expansion.hpp>

#include <algorithm>
#include <stdexcept>

namespace sylvite::generators {

std::vector<axis_id> flatten(const multi_index &index) {
    std::vector<axis_id> flat;
    for (const auto &list : index) flat.insert(flat.end(), list.begin(), list.end());
    return flat;
}

std::vector<axis_id> axis_table::resolve(const std::vector<axis_id> &axes) const {
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

multi_index axis_table::resolve(const multi_index &index) const {
    multi_index result;
    for (const auto &list : index) result.push_back(resolve(list));
    return result;
}

index_map axis_table::resolve(index_map map) const {
    for (index_term &term : map.terms) term.axes = resolve(term.axes);
    return map;
}

std::int64_t axis_table::volume(const std::vector<axis_id> &axes) const {
    std::int64_t product = 1;
    for (const axis_id a : axes) product *= (*this)[a].bound;
    return product;
}

axis_id axis_table::add(axis a) {
    axes_.push_back(std::move(a));
    parts_.emplace_back(-1, -1);
    return static_cast<axis_id>(axes_.size()) - 1;
}

std::vector<axis_id> axis_table::make(const extent &e) {
    if (e.is_dynamic()) return {add({e.value, 1, {e.symbol}, false, {}})};
    if (e.value != 1) return {add({e.value, e.value, {}, false, {}})};
    return {};
}

axis_id axis_table::derive(const extent &e, index_map map) {
    axis wanted{e.value, e.is_dynamic() ? 1 : e.value, {}, true, std::move(map)};
    if (e.is_dynamic()) wanted.symbols = {e.symbol};
    wanted.map = resolve(wanted.map);
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        axis known = axes_[i];
        known.map = resolve(known.map);
        if (known == wanted) return static_cast<axis_id>(i);
    }
    return add(std::move(wanted));
}

/// An axis with a loop is gone afterwards; the parts of a derived one are derived themselves.
std::pair<axis_id, axis_id> axis_table::split(axis_id id, std::int64_t inner) {
    if (const auto known = parts_[static_cast<std::size_t>(id)]; known.first >= 0) return known;
    const axis whole = (*this)[id];
    const std::int64_t outer = whole.bound / inner;
    if (whole.is_derived) {
        index_map high = whole.map, low = whole.map;
        high.divisor *= inner;
        low.wraps = true;
        return {derive({outer, 0}, high), derive({inner, 0}, low)};
    }
    const axis_id high = make({outer, 0}).front(), low = make({inner, 0}).front();
    parts_[static_cast<std::size_t>(id)] = {high, low};
    has_split = true;
    return {high, low};
}

/// Hands the axes to the dimensions first .. last - 1, innermost first; false if an extent would be cut unevenly.
bool axis_table::segment(const shape &operand, int first, int last, std::vector<axis_id> flat, multi_index &result) {
    for (int d = last - 1; d >= first; --d) {
        auto &list = result[static_cast<std::size_t>(d)];
        list.clear();
        std::int64_t left = operand[d].value;
        while (left != 1) {
            if (flat.empty()) return false;
            const axis_id innermost = flat.back();
            const std::int64_t bound = (*this)[innermost].bound;
            flat.pop_back();
            if (left % bound == 0) {
                list.insert(list.begin(), innermost);
                left /= bound;
            } else if (bound % left == 0) {
                const auto [outer, inner] = split(innermost, left);
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

/// Dimensions first .. last - 1, all fixed: by handing over axes, else by division and modulus.
void axis_table::reshape_run(const shape &operand, int first, int last, const std::vector<axis_id> &flat,
                             multi_index &result) {
    const auto saved = parts_;
    const bool had_split = has_split;
    if (segment(operand, first, last, flat, result)) return;
    std::copy(saved.begin(), saved.end(), parts_.begin());  // axes that the attempt made are used by nobody
    has_split = had_split;
    std::int64_t volume = 1, divisor = 1;
    for (int d = first; d < last; ++d) volume *= operand[d].value;
    for (int d = last - 1; d >= first; --d) {
        index_map map;
        map.terms = terms_of(flat, 1);
        map.divisor = divisor;
        divisor *= operand[d].value;
        map.wraps = divisor != volume;
        result[static_cast<std::size_t>(d)] = in_address(operand[d], derive(operand[d], map));
    }
}

/// Dynamic extents keep their places, so that each run of fixed ones between them is reshaped by itself.
multi_index axis_table::through_reshape(const shape &operand, const std::vector<axis_id> &flat) {
    multi_index result(static_cast<std::size_t>(operand.rank));
    const auto is_fixed = [&](axis_id a) { return !(*this)[a].is_dynamic(); };
    auto end = flat.end();
    for (int last = operand.rank;;) {
        int first = last;
        while (first > 0 && !operand[first - 1].is_dynamic()) --first;
        auto begin = end;
        while (begin != flat.begin() && is_fixed(*(begin - 1))) --begin;
        reshape_run(operand, first, last, {begin, end}, result);
        if (first == 0 && begin == flat.begin()) return result;
        if (first == 0 || begin == flat.begin() ||
            (*this)[*(begin - 1)].symbols != std::vector<std::int32_t>{operand[first - 1].symbol})
            throw std::runtime_error("kernel spec: a reshape divides or merges a dynamic extent");
        result[static_cast<std::size_t>(first - 1)] = {*(begin - 1)};
        last = first - 1;
        end = begin - 1;
    }
}

/// An extent of 1 has no axis, and adds no term.
std::vector<index_term> axis_table::terms_of(const std::vector<axis_id> &axes, std::int64_t coefficient) {
    return axes.empty() ? std::vector<index_term>{} : std::vector<index_term>{{axes, coefficient}};
}

/// What stands in an address: an extent of 1 adds nothing.
std::vector<axis_id> axis_table::in_address(const extent &e, axis_id derived) const {
    return e == extent{} ? std::vector<axis_id>{} : std::vector<axis_id>{derived};
}

std::vector<axis_id> axis_table::joined(const std::vector<axis_id> &address) {
    std::vector<axis_id> result;
    for (const axis_id a : address) {
        result.push_back(a);
        while (result.size() >= 2) {
            const axis high = (*this)[result[result.size() - 2]], low = (*this)[result.back()];
            index_map both = high.map;
            both.divisor = low.map.divisor;
            const bool follow = high.is_derived && low.is_derived && low.map.wraps && !low.is_dynamic() &&
                                high.map.divisor == low.map.divisor * low.bound;
            both.wraps = true;
            if (!follow || both != low.map) break;
            both.wraps = high.map.wraps;
            result.resize(result.size() - 2);
            result.push_back(derive({high.bound * low.bound, 0}, both));
        }
        // the whole of what a map is of
        const axis last = (*this)[result.back()];
        if (last.map.terms.size() != 1) continue;
        const std::vector<axis_id> of = last.map.terms.front().axes;
        index_map whole;
        whole.terms = terms_of(of, 1);
        if (last.map == whole && volume(of) == last.bound) {
            result.pop_back();
            result.insert(result.end(), of.begin(), of.end());
        }
    }
    return result;
}

multi_index axis_table::through_slice(const shape &operand, const shape &result, const multi_index &index,
                                      std::span<const std::int64_t> attributes) {
    multi_index inside;
    for (int d = 0; d < operand.rank; ++d) {
        const auto i = static_cast<std::size_t>(d);
        inside.push_back(index.at(i));
        if (operand[d] == result[d]) continue;
        index_map map;
        map.terms = terms_of(index[i], attributes[static_cast<std::size_t>(operand.rank) + i]);
        map.offset = attributes[i];
        inside.back() = in_address(operand[d], derive(operand[d], map));
    }
    return inside;
}

multi_index axis_table::through_reverse(const shape &operand, const multi_index &index,
                                        std::span<const std::int64_t> axes) {
    multi_index inside = index;
    for (const std::int64_t axis : axes) {
        const extent &e = operand[static_cast<int>(axis)];
        auto &list = inside.at(static_cast<std::size_t>(axis));
        index_map map;
        map.terms = terms_of(list, -1);
        map.offset = e.is_dynamic() ? -1 : e.value - 1;
        map.from_end = e.is_dynamic();
        list = in_address(e, derive(e, map));
    }
    return inside;
}

multi_index axis_table::through_pad(const shape &operand, const multi_index &index,
                                    std::span<const std::int64_t> attributes, std::vector<axis_id> &guarded) {
    multi_index inside;
    const auto rank = static_cast<std::size_t>(operand.rank);
    for (std::size_t i = 0; i < rank; ++i) {
        const std::int64_t low = attributes[1 + i], high = attributes[1 + rank + i],
                           interior = attributes[1 + 2 * rank + i];
        const extent &e = operand[static_cast<int>(i)];
        inside.push_back(index.at(i));
        if (low == 0 && high == 0 && interior == 0) continue;
        index_map map;
        map.terms = terms_of(index[i], 1);
        map.offset = -low;
        map.is_guarded = true;
        map.dilation = map.divisor = interior + 1;
        map.limit = e.is_dynamic() ? 0 : (e.value - 1) * map.dilation;
        guarded.push_back(derive(e, map));
        inside.back() = in_address(e, guarded.back());
    }
    return inside;
}

}  // namespace sylvite::generators
