// Windows as affine index maps: (position * p + tap * t + offset) / divisor.
#include <sylvite/generators/spec/expansion.hpp>
#include <sylvite/generators/spec/windows.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

namespace sylvite::generators {
namespace {

[[noreturn]] void fail(const std::string &what) { throw std::runtime_error("kernel spec: " + what); }

std::string number(std::int64_t n) { return std::to_string(n); }

/// A term that follows one whose coefficient is this one's, times this one's volume, is the inner part of its row-major
/// index: windows that do not overlap are a reshape, and need no division.
void append(std::vector<index_term> &terms, const std::vector<axis_id> &axes, std::int64_t volume,
            std::int64_t coefficient) {
    if (axes.empty()) return;
    if (!terms.empty() && terms.back().coefficient == coefficient * volume) {
        terms.back().axes.insert(terms.back().axes.end(), axes.begin(), axes.end());
        terms.back().coefficient = coefficient;
    } else {
        terms.push_back({axes, coefficient});
    }
}

}  // namespace

graph::slide_attributes slide_of(std::span<const std::int64_t> attributes, const shape &operand, const shape &result) {
    if (attributes.size() != 6)
        fail("slide takes 6 attributes (axis, axis of taps, position, tap, offset, divisor), found " +
             number(static_cast<std::int64_t>(attributes.size())));
    for (const std::int64_t a : attributes)
        if (std::clamp<std::int64_t>(a, std::numeric_limits<std::int32_t>::min(),
                                     std::numeric_limits<std::int32_t>::max()) != a)
            fail("the attribute " + number(a) + " of slide is beyond 32 bits");
    for (const std::int64_t axis : {attributes[0], attributes[1]})
        if (axis < 0 || axis >= operand.rank)
            fail("slide along axis " + number(axis) + " of an operand of rank " + number(operand.rank));
    if (attributes[0] == attributes[1])
        fail("slide along axis " + number(attributes[0]) + ", which is that of its taps");
    const graph::slide_attributes s = graph::slide_of(attributes);
    if (s.map.position < 1 || s.map.divisor < 1)
        fail("slide needs a step and a divisor of at least 1, found " + number(s.map.position) + " and " +
             number(s.map.divisor));
    bool fits = result.rank == operand.rank;
    for (int d = 0; fits && d < result.rank; ++d)
        fits = result[d] == operand[d] || (d == s.axis && !result[d].is_dynamic() && !operand[d].is_dynamic());
    if (!fits)
        fail("slide along axis " + number(s.axis) + " leaves the other axes, which is not the shape of the node");
    return s;
}

multi_index axis_table::through_slide(const shape &operand, const shape &result, const graph::slide_attributes &s,
                                      const multi_index &index, std::vector<axis_id> &guarded) {
    multi_index inside = index;
    auto &list = inside.at(static_cast<std::size_t>(s.axis));
    const extent &e = operand[s.axis];
    index_map map;
    append(map.terms, list, 0, s.map.position);
    append(map.terms, index.at(static_cast<std::size_t>(s.taps)), result[s.taps].value, s.map.tap);
    map.offset = s.map.offset;
    map.divisor = map.dilation = s.map.divisor;
    const std::int64_t steps = s.map.position * (result[s.axis].value - 1),
                       of_taps = s.map.tap * (result[s.taps].value - 1);
    const std::int64_t low = s.map.offset + std::min<std::int64_t>(of_taps, 0);
    const std::int64_t high = s.map.offset + steps + std::max<std::int64_t>(of_taps, 0);
    const std::int64_t last = s.map.divisor * (e.value - 1);
    map.is_guarded = low < 0 || high > last || s.map.divisor != 1;
    map.limit = !map.is_guarded || e.is_dynamic() ? 0 : last;
    if (e.is_dynamic() && s.map.divisor != 1) fail("slide divides a run-time extent");
    // Each position is its element.
    if (!map.is_guarded && result == operand && (s.map.tap == 0 || result[s.taps] == extent{}) && s.map.position == 1 &&
        s.map.offset == 0)
        return inside;
    const axis_id element = derive(e, map);
    if (map.is_guarded) guarded.push_back(element);
    list = in_address(e, element);
    return inside;
}

}  // namespace sylvite::generators
