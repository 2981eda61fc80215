#include "drawings.hpp"

#include "svg.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace {

constexpr double margin = 16, heading = 40;
constexpr const char *right_colour = "#1a7f37", *wrong_colour = "#c62828";

/// Colours one behind the other become three bytes a pixel.
template <class T>
std::vector<std::uint8_t> interleaved(std::span<const T> planes, auto byte_of) {
    const std::size_t each = planes.size() / 3;
    std::vector<std::uint8_t> rgb;
    for (std::size_t p = 0; p < each; ++p)
        for (std::size_t k = 0; k < 3; ++k) rgb.push_back(byte_of(planes[k * each + p]));
    return rgb;
}

std::string printed(const char *format, auto... values) {
    char text[128];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

}  // namespace

confusion count(std::span<const std::int32_t> drawn, std::span<const std::int32_t> read) {
    confusion counts{};
    for (std::size_t i = 0; i < drawn.size(); ++i)
        ++counts[static_cast<std::size_t>(drawn[i])][static_cast<std::size_t>(read[i])];
    return counts;
}

void save_samples(const std::string &path, const pictures &set, const answers &said) {
    constexpr std::size_t columns = 10, first_rows = 3, wrong_rows = 2;
    constexpr double width = 96, picture = 82, height = picture + 50;
    std::vector<std::size_t> first, wrong;
    for (std::size_t i = 0; i < set.count(); ++i) {
        if (first.size() < first_rows * columns) first.push_back(i);
        if (said.kind[i] != set.kinds[i] && wrong.size() < wrong_rows * columns) wrong.push_back(i);
    }
    const auto lines_of = [](const std::vector<std::size_t> &those) {
        return static_cast<double>((those.size() + columns - 1) / columns);
    };
    svg drawing(2 * margin + columns * width,
                margin + (lines_of(first) + lines_of(wrong)) * height + (wrong.empty() ? 1 : 2) * heading);
    double top = margin;
    const auto add = [&](const std::vector<std::size_t> &those, const std::string &title) {
        drawing.text(margin, top + 14, title, 15);
        top += heading - margin;
        for (std::size_t n = 0; n < those.size(); ++n) {
            const std::size_t i = those[n];
            const double x = margin + static_cast<double>(n % columns) * width;
            const double y = top + static_cast<double>(n / columns) * height;
            const bool is_right = said.kind[i] == set.kinds[i];
            drawing.picture(x, y, picture, interleaved<std::uint8_t>(set[i], [](std::uint8_t b) { return b; }), side);
            drawing.text(x, y + picture + 13, kind_names[set.kinds[i]], 12);
            drawing.text(x, y + picture + 27,
                         printed("%s %.0f %%", kind_names[said.kind[i]], 100 * static_cast<double>(said.sureness[i])),
                         12, anchor::start, is_right ? right_colour : wrong_colour);
        }
        top += lines_of(those) * height + margin;
    };
    add(first, "Held-out pictures: what was drawn, and what the network reads, how sure it is");
    if (!wrong.empty()) add(wrong, "The first ones that it reads wrong");
    drawing.save(path);
}

void save_confusion(const std::string &path, const confusion &counts) {
    constexpr double cell = 54, left = 90, above = 90;
    std::size_t all = 0, right = 0, most_wrong = 1;
    for (std::size_t r = 0; r < kinds; ++r)
        for (std::size_t c = 0; c < kinds; ++c) {
            all += counts[r][c];
            if (r == c) right += counts[r][c];
            if (r != c) most_wrong = std::max(most_wrong, counts[r][c]);
        }
    svg drawing(left + kinds * cell + margin, above + kinds * cell + margin);
    drawing.text(margin, margin + 10,
                 printed("%zu of %zu right: %.2f %%", right, all,
                         100.0 * static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(all, 1))),
                 15);
    drawing.text(margin, margin + 28, "a row for each kind drawn, a column for each kind read", 12);
    for (std::size_t r = 0; r < kinds; ++r) {
        const double y = above + static_cast<double>(r) * cell, x = left + static_cast<double>(r) * cell;
        std::size_t drawn = 0;
        for (const std::size_t n : counts[r]) drawn += n;
        drawing.text(left - 8, y + cell / 2 + 4, kind_names[r], 13, anchor::end);
        drawing.text(x + cell / 2, above - 8, kind_names[r], 11, anchor::middle);
        for (std::size_t c = 0; c < kinds; ++c) {
            const std::size_t n = counts[r][c];
            const double part = r == c ? static_cast<double>(n) / static_cast<double>(std::max<std::size_t>(drawn, 1))
                                       : std::sqrt(static_cast<double>(n) / static_cast<double>(most_wrong)) * 0.75;
            const int pale = static_cast<int>(std::lround(255 - 175 * part));
            const std::string fill = r == c ? printed("rgb(%d,%d,255)", pale, pale + (255 - pale) / 3)
                                            : printed("rgb(255,%d,%d)", pale + (255 - pale) / 3, pale);
            drawing.rectangle(left + static_cast<double>(c) * cell, y, cell, cell, fill, "#bbb");
            if (n != 0)
                drawing.text(left + (static_cast<double>(c) + 0.5) * cell, y + cell / 2 + 5, std::to_string(n), 14,
                             anchor::middle);
        }
    }
    drawing.save(path);
}

void save_filters(const std::string &path, std::span<const float> weights, std::size_t filters, std::size_t taps) {
    constexpr std::size_t columns = 8;
    constexpr double tile = 70, step = 78;
    const auto lines = static_cast<double>((filters + columns - 1) / columns);
    svg drawing(2 * margin + columns * step - (step - tile), margin + heading + lines * step);
    drawing.text(margin, margin + 14, "Weights of the first convolution: red, green and blue; 0 is grey", 15);
    for (std::size_t f = 0; f < filters; ++f) {
        const auto filter = weights.subspan(f * 3 * taps * taps, 3 * taps * taps);
        float most = 1e-12F;
        for (const float w : filter) most = std::max(most, std::abs(w));
        const auto byte_of = [most](float w) {
            return static_cast<std::uint8_t>(std::lround(127.5F + 127.5F * w / most));
        };
        drawing.picture(margin + static_cast<double>(f % columns) * step,
                        heading + margin + static_cast<double>(f / columns) * step, tile,
                        interleaved<float>(filter, byte_of), taps);
    }
    drawing.save(path);
}
