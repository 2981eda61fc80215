// Drawings in SVG, as much of it as drawings.cpp takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

enum class anchor : unsigned char { start, middle, end };

class svg {
  public:
    svg(double width, double height);

    /// `size` is the letters' height; `turn` is in degrees, clockwise around (x, y).
    void text(double x, double y, std::string_view letters, double size = 12, anchor at = anchor::start,
              std::string_view colour = "#222", double turn = 0);
    void rectangle(double x, double y, double width, double height, std::string_view fill,
                   std::string_view stroke = "none");
    /// `side` pixels square, three bytes a pixel, drawn as squares of one colour.
    void picture(double x, double y, double width, std::span<const std::uint8_t> rgb, std::size_t pixels);

    /// Throws sylvite::error with the path and the reason.
    void save(const std::string &path) const;

  private:
    std::string body_;
};
