#include "kinds.hpp"

#include <cmath>
#include <numbers>

namespace {

constexpr double pi = std::numbers::pi;

bool is_in_crescent(double u, double v) { return std::hypot(u, v) < 0.95 && std::hypot(u - 0.45, v) > 0.7; }

/// Of three sides, each half a radius from the middle.
bool is_in_triangle(double u, double v) {
    for (int side = 0; side < 3; ++side) {
        const double angle = 2 * pi * side / 3;
        if (u * std::cos(angle) + v * std::sin(angle) > 0.5) return false;
    }
    return true;
}

/// Five points: folded to a tenth of the turn, it ends at a line from the tip (1, 0) to the notch between two tips.
bool is_in_star(double u, double v) {
    constexpr double notch = 0.42;
    const double part = 2 * pi / 5;
    const double angle = std::abs(std::remainder(std::atan2(v, u), part)), radius = std::hypot(u, v);
    const double x = radius * std::cos(angle), y = radius * std::sin(angle);
    const double notch_x = notch * std::cos(part / 2), notch_y = notch * std::sin(part / 2);
    return (notch_x - 1) * y - notch_y * (x - 1) > 0;
}

bool is_in_cross(double u, double v) {
    const double least = std::fmin(std::abs(u), std::abs(v)), most = std::fmax(std::abs(u), std::abs(v));
    return least < 0.27 && most < 0.95;
}

/// The curve of sixth order (x^2 + y^2 - 1)^3 = x^2 y^3.
bool is_in_heart(double u, double v) {
    const double x = 1.35 * u, y = 1.35 * v + 0.1;
    const double ring = x * x + y * y - 1;
    return ring * ring * ring < x * x * y * y * y;
}

bool is_odd(double cell) { return std::fmod(std::abs(std::floor(cell)), 2) == 1; }

coat plain(bool inside) { return inside ? coat::first : coat::none; }

}  // namespace

coat coat_at(std::size_t kind, double u, double v) {
    const double radius = std::hypot(u, v);
    switch (kind) {
        case 0:
            return plain(radius < 0.9);
        case 1:
            return plain(radius < 0.95 && radius > 0.5);
        case 2:
            return plain(is_in_crescent(u, v));
        case 3:
            return plain(is_in_triangle(u, v));
        case 4:
            return plain(std::abs(u) < 0.7 && std::abs(v) < 0.7);
        case 5:
            return plain(is_in_star(u, v));
        case 6:
            return plain(is_in_cross(u, v));
        case 7:
            return plain(is_in_heart(u, v));
        case 8:
            return radius >= 0.95 ? coat::none : is_odd(u / 0.36 + 0.5) ? coat::first : coat::second;
        default:
            return radius >= 0.95 ? coat::none : is_odd(u / 0.48) != is_odd(v / 0.48) ? coat::first : coat::second;
    }
}
