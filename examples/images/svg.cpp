#include "svg.hpp"

#include "../svg_text.hpp"
#include "png.hpp"

#include <sylvite/runtime/io/output_stream.hpp>

#include <cstdio>

namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

}  // namespace

svg::svg(double width, double height) {
    body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" + number(height) +
            "\" viewBox=\"0 0 " + number(width) + " " + number(height) + "\" font-family=\"sans-serif\">\n";
    rectangle(0, 0, width, height, "#fff");
}

void svg::text(double x, double y, std::string_view letters, double size, anchor at, std::string_view colour,
               double turn) {
    static constexpr const char *anchors[] = {"start", "middle", "end"};
    body_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" font-size=\"" + number(size) + "\" text-anchor=\"" +
             anchors[static_cast<int>(at)] + "\" fill=\"" + std::string(colour) + "\"";
    if (turn != 0) body_ += " transform=\"rotate(" + number(turn) + " " + number(x) + " " + number(y) + ")\"";
    body_ += ">" + escaped(letters) + "</text>\n";
}

void svg::rectangle(double x, double y, double width, double height, std::string_view fill, std::string_view stroke) {
    body_ += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\"" +
             number(height) + "\" fill=\"" + std::string(fill) + "\" stroke=\"" + std::string(stroke) + "\"/>\n";
}

void svg::picture(double x, double y, double width, std::span<const std::uint8_t> rgb, std::size_t pixels) {
    body_ += "<image x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width) + "\" height=\"" +
             number(width) + "\" style=\"image-rendering: pixelated\" href=\"data:image/png;base64," +
             base64_of(png_of(rgb, pixels, pixels)) + "\"/>\n";
}

void svg::save(const std::string &path) const {
    sylvite::io::output_stream file(path);
    file.write(body_ + "</svg>\n");
    file.close();
}
