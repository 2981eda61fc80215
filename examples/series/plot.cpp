#include "plot.hpp"

#include "../svg_text.hpp"

#include <sylvite/runtime/io/atomic_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <limits>

namespace {

// In SVG's units.
constexpr double page_width = 960, chart_height = 320;
constexpr double left = 60, right = page_width - 20, top = 62, bottom = chart_height - 36;  // of a chart's frame

[[gnu::format(printf, 1, 2)]] std::string format(const char *how, ...) {
    char text[512];
    std::va_list values;
    va_start(values, how);
    std::vsnprintf(text, sizeof(text), how, values);
    va_end(values);
    return text;
}

/// 1, 2 or 5 times a power of ten, at most six of which are in `range`.
double grid_step(double range) {
    const double rough = range / 6, power = std::pow(10, std::floor(std::log10(rough)));
    for (const double step : {1., 2., 5.})
        if (rough <= step * power) return step * power;
    return 10 * power;
}

class chart_writer {
  public:
    explicit chart_writer(const chart &what) : chart_(what) {
        lowest_ = what.from_zero ? 0 : std::numeric_limits<double>::infinity();
        highest_ = what.from_zero ? 0 : -lowest_;
        for (const chart_line &line : what.lines) {
            for (const double y : line.y) {
                lowest_ = std::min(lowest_, y);
                highest_ = std::max(highest_, y);
            }
            last_x_ = std::max(last_x_, what.first_x + static_cast<double>(line.y.size()) - 1);
        }
        if (!(lowest_ < highest_)) highest_ = lowest_ + 1;
        step_ = grid_step(highest_ - lowest_);
        lowest_ = step_ * std::floor(lowest_ / step_);
        highest_ = step_ * std::ceil(highest_ / step_);
    }

    std::string text() {
        write_title();
        write_grid();
        for (const chart_line &line : chart_.lines) write_line(line);
        return std::move(svg_);
    }

  private:
    [[nodiscard]] double across(double x) const {
        return left + (right - left) * (x - chart_.first_x) / std::max(last_x_ - chart_.first_x, 1.);
    }
    [[nodiscard]] double down(double y) const { return bottom - (bottom - top) * (y - lowest_) / (highest_ - lowest_); }

    static std::string stroke(const chart_line &line) {
        std::string s = format("stroke=\"%s\" stroke-width=\"%g\"", line.colour.c_str(), line.width);
        if (!line.dashes.empty()) s += format(" stroke-dasharray=\"%s\"", line.dashes.c_str());
        return s;
    }

    void write_title() {
        svg_ += "<text x=\"" + format("%g", left) + "\" y=\"22\" font-size=\"16\" font-weight=\"bold\">" +
                escaped(chart_.title) + "<tspan font-weight=\"normal\" fill=\"#666\">, " + escaped(chart_.unit) +
                "</tspan></text>\n";
        double x = left;
        for (const chart_line &line : chart_.lines) {
            svg_ += format("<path d=\"M%g 40h28\" %s/>", x, stroke(line).c_str());
            svg_ += format("<text x=\"%g\" y=\"45\">", x + 34) + escaped(line.name) + "</text>\n";
            x += 34 + 7.2 * static_cast<double>(line.name.size()) + 20;  // about the width of the text
        }
    }

    void write_grid() {
        for (double line = 0; line <= std::round((highest_ - lowest_) / step_); ++line) {
            const double y = lowest_ + line * step_;
            svg_ +=
                format("<path d=\"M%g %.1fH%g\" stroke=\"%s\"/>", left, down(y), right, line == 0 ? "#666" : "#ddd");
            svg_ += format("<text x=\"%g\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", left - 8, down(y) + 4.5, y);
        }
        for (const double x : chart_.x_marks)
            svg_ += format("<path d=\"M%.1f %gV%g\" stroke=\"#ddd\"/>\n", across(x), top, bottom);
        for (const auto &[x, text] : chart_.x_texts)
            svg_ += format("<text x=\"%.1f\" y=\"%g\" text-anchor=\"middle\">", across(x), bottom + 20) +
                    escaped(text) + "</text>\n";
    }

    void write_line(const chart_line &line) {
        svg_ += "<polyline fill=\"none\" stroke-linejoin=\"round\" " + stroke(line) + " points=\"";
        for (std::size_t i = 0; i < line.y.size(); ++i)
            svg_ += format("%.1f,%.1f ", across(chart_.first_x + static_cast<double>(i)), down(line.y[i]));
        svg_.back() = '"';
        svg_ += "/>\n";
    }

    const chart &chart_;
    double lowest_ = 0, highest_ = 0, last_x_ = 0, step_ = 1;
    std::string svg_;
};

}  // namespace

void write_svg(std::string_view file, const std::vector<chart> &charts) {
    const double height = chart_height * static_cast<double>(charts.size());
    std::string svg = format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%g\" "
                             "height=\"%g\" font-family=\"sans-serif\" font-size=\"13\">\n"
                             "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
                             page_width, height, page_width, height);
    for (std::size_t i = 0; i < charts.size(); ++i)
        svg += format("<g transform=\"translate(0 %g)\">\n", chart_height * static_cast<double>(i)) +
               chart_writer(charts[i]).text() + "</g>\n";
    svg += "</svg>\n";
    sylvite::io::replace_file(file, svg);
}
