// Windows as affine index maps: stride * position + dilation * tap - padding.
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

windowing windowing::of(std::span<const std::int64_t> attributes, const shape &operand, const shape &result) {
    if (attributes.size() != 6)
        fail("windows take 6 attributes (axis, taps, stride, dilation, padding in front, padding behind), found " +
             number(static_cast<std::int64_t>(attributes.size())));
    for (const std::int64_t a : attributes)
        if (std::clamp<std::int64_t>(a, std::numeric_limits<std::int32_t>::min(),
                                     std::numeric_limits<std::int32_t>::max()) != a)
            fail("the attribute " + number(a) + " of windows is beyond 32 bits");
    if (attributes[0] < 0 || attributes[0] >= operand.rank)
        fail("windows along axis " + number(attributes[0]) + " of an operand of rank " + number(operand.rank));
    const windowing w{
        static_cast<int>(attributes[0]), attributes[1], attributes[2], attributes[3], attributes[4], attributes[5]};
    if (w.taps < 1 || w.stride < 1 || w.dilation < 1)
        fail("windows need taps, a stride and a dilation of at least 1, found " + number(w.taps) + ", " +
             number(w.stride) + " and " + number(w.dilation));
    const extent &e = operand[w.axis];
    if (e.is_dynamic() && !w.keeps_length())
        fail("windows along a run-time extent must keep its length, with a stride of 1 and a padding of " +
             number(w.reach() - 1) + " in sum; found a stride of " + number(w.stride) + " and a padding of " +
             number(w.low + w.high));
    if (!e.is_dynamic() && e.value + w.low + w.high < w.reach())
        fail("a window reaches over " + number(w.reach()) + " elements, the padded axis has " +
             number(e.value + w.low + w.high));
    bool fits = result.rank == operand.rank + 1;
    for (int d = 0; fits && d < result.rank; ++d) {
        const extent wanted = d == w.axis       ? w.positions(e)
                              : d == w.axis + 1 ? extent{w.taps, 0}
                                                : operand[d < w.axis ? d : d - 1];
        fits = result[d] == wanted;
    }
    if (!fits)
        fail("windows along axis " + number(w.axis) + " make it " + number(w.positions(e).value) + " positions and " +
             number(w.taps) + " taps and leave the other axes, which is not the shape of the node");
    return w;
}

digits axis_table::through_windows(const shape &operand, const windowing &w, const digits &index,
                                   std::vector<axis_id> &guarded) {
    const auto position = index.begin() + w.axis, tap = position + 1;
    const extent &e = operand[w.axis];
    digits inside(index.begin(), tap);
    inside.insert(inside.end(), tap + 1, index.end());
    const std::int64_t last = w.stride * (w.positions(e).value - 1) + w.reach() - 1 - w.low;
    const bool needs_guard = w.low > 0 || last >= e.value;
    if (w.taps == 1 && !needs_guard && w.positions(e) == e) return inside;  // each window is its element
    index_map map;
    append(map.terms, *position, 0, w.stride);
    append(map.terms, *tap, w.taps, w.dilation);
    map.offset = -w.low;
    map.is_guarded = needs_guard;
    map.limit = !needs_guard || e.is_dynamic() ? 0 : e.value - 1;
    const axis_id element = derive(e, map);
    if (needs_guard) guarded.push_back(element);
    inside[static_cast<std::size_t>(w.axis)] = as_digit(e, element);
    return inside;
}

}  // namespace sylvite::generators
