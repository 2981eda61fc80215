#include "scene.hpp"

#include "kinds.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace {

using colour = std::array<double, 3>;  // 0 to 1

constexpr double least_contrast = 0.45;  // between an object and what is behind it, as a distance of colours

colour mixed(const colour &a, const colour &b, double part_of_b) {
    colour c{};
    for (std::size_t k = 0; k < 3; ++k) c[k] = a[k] + (b[k] - a[k]) * part_of_b;
    return c;
}

double distance(const colour &a, const colour &b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

colour any_colour(random_numbers &random) {
    const double red = random.uniform(0, 1), green = random.uniform(0, 1);
    return {red, green, random.uniform(0, 1)};
}

/// Differs from both.
colour contrasting(random_numbers &random, const colour &a, const colour &b) {
    for (;;) {
        const colour c = any_colour(random);
        if (distance(c, a) > least_contrast && distance(c, b) > least_contrast) return c;
    }
}

struct canvas {
    std::array<colour, pixels_a_colour> at{};

    void cover(std::size_t x, std::size_t y, const colour &with, double part) {
        colour &here = at[y * side + x];
        here = mixed(here, with, part);
    }
};

/// From one colour to a similar one across the picture, with spots of a few pixels; returns the colour of the middle.
colour paint_background(canvas &to, random_numbers &random) {
    constexpr std::size_t cells = 5;
    const colour from = any_colour(random);
    colour until = from;
    for (double &c : until) c = std::clamp(c + random.uniform(-0.3, 0.3), 0.0, 1.0);
    const double angle = random.uniform(0, 2 * std::numbers::pi), strength = random.uniform(0, 0.2);
    std::array<double, (cells + 1) * (cells + 1)> spots{};
    for (double &s : spots) s = random.uniform(-strength, strength);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            const double across = (static_cast<double>(x) / side - 0.5) * std::cos(angle) +
                                  (static_cast<double>(y) / side - 0.5) * std::sin(angle);
            const double cell_x = static_cast<double>(x * cells) / side, cell_y = static_cast<double>(y * cells) / side;
            const auto column = static_cast<std::size_t>(cell_x), row = static_cast<std::size_t>(cell_y);
            const double right = cell_x - static_cast<double>(column), down = cell_y - static_cast<double>(row);
            const double *corner = &spots[row * (cells + 1) + column];
            const double spot = (corner[0] * (1 - right) + corner[1] * right) * (1 - down) +
                                (corner[cells + 1] * (1 - right) + corner[cells + 2] * right) * down;
            colour c = mixed(from, until, 0.5 + across * 0.7);
            for (double &part : c) part += spot;
            to.at[y * side + x] = c;
        }
    return mixed(from, until, 0.5);
}

/// A stroke of round ends; one without length is a dot.
void paint_stroke(canvas &to, random_numbers &random) {
    const bool is_dot = random.coin();
    const double x0 = random.uniform(0, side), y0 = random.uniform(0, side);
    const double angle = random.uniform(0, 2 * std::numbers::pi);
    const double length = is_dot ? 0 : random.uniform(6, 20);
    const double radius = is_dot ? random.uniform(1, 2.5) : random.uniform(0.5, 1.1);
    const double dx = std::cos(angle), dy = std::sin(angle);
    const colour with = any_colour(random);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            const double px = static_cast<double>(x) - x0, py = static_cast<double>(y) - y0;
            const double along = std::clamp(px * dx + py * dy, 0.0, length);
            const double away = std::hypot(px - along * dx, py - along * dy);
            to.cover(x, y, with, std::clamp(radius + 0.5 - away, 0.0, 1.0));
        }
}

/// Four by four points a pixel.
void paint_object(canvas &to, random_numbers &random, std::size_t kind, const colour &behind) {
    constexpr int points = 4;
    const double radius = random.uniform(7, 12), squash = random.uniform(0.75, 1);
    const double x0 = random.uniform(10, side - 10), y0 = random.uniform(10, side - 10);
    const double angle = random.uniform(0, 2 * std::numbers::pi), c = std::cos(angle), s = std::sin(angle);
    const bool is_mirrored = random.coin();
    const colour first = contrasting(random, behind, behind), second = contrasting(random, behind, first);
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            if (std::hypot(static_cast<double>(x) - x0, static_cast<double>(y) - y0) > radius + 1) continue;
            int in_first = 0, in_second = 0;
            for (int point = 0; point < points * points; ++point) {
                const double px = static_cast<double>(x) + (point % points + 0.5) / points - 0.5 - x0;
                const double py = static_cast<double>(y) + (point / points + 0.5) / points - 0.5 - y0;
                const double u = (px * c + py * s) / radius, v = (py * c - px * s) / (radius * squash);
                const coat found = coat_at(kind, u, is_mirrored ? -v : v);
                in_first += found == coat::first;
                in_second += found == coat::second;
            }
            const int covered = in_first + in_second;
            if (covered == 0) continue;
            const colour with = mixed(first, second, static_cast<double>(in_second) / covered);
            to.cover(x, y, with, static_cast<double>(covered) / (points * points));
        }
}

}  // namespace

void draw_scene(std::size_t kind, random_numbers &random, std::span<std::uint8_t, picture_bytes> picture) {
    canvas scene;
    const colour behind = paint_background(scene, random);
    for (int i = random.between(2, 5); i > 0; --i) paint_stroke(scene, random);
    paint_object(scene, random, kind, behind);
    for (int i = random.between(1, 3); i > 0; --i) paint_stroke(scene, random);
    const double noise = random.uniform(0.02, 0.09);
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t p = 0; p < pixels_a_colour; ++p) {
            const double value = std::clamp(scene.at[p][k] + noise * random.normal(), 0.0, 1.0);
            picture[k * pixels_a_colour + p] = static_cast<std::uint8_t>(std::lround(255 * value));
        }
}
