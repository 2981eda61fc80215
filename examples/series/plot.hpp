// Line charts below each other, as SVG.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct chart_line {
    std::string name;
    std::string colour;
    double width = 2;
    std::string dashes = {};  // SVG's stroke-dasharray
    std::vector<double> y;
};

struct chart {
    std::string title;
    std::string unit;                                     // of y
    std::vector<std::pair<double, std::string>> x_texts;  // where in x, and what
    std::vector<double> x_marks;                          // where the lines of the grid are
    double first_x = 0;                                   // of the lines' first values; the others follow by 1
    bool from_zero = true;                                // y begins at 0, or where the lines do
    std::vector<chart_line> lines;
};

/// Throws sylvite::error.
void write_svg(std::string_view file, const std::vector<chart> &charts);
