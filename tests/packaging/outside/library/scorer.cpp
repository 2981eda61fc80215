#include "scorer.hpp"

#include <left.gen.hpp>

struct scorer::parts {
    left net{{.seed = 7, .threads = 2}};
};

scorer::scorer() : parts_(std::make_unique<parts>()) {}
scorer::~scorer() = default;

float scorer::operator()(std::span<const float, 4> x) {
    parts_->net.bind(left::x, x);
    return parts_->net.predict().y[0];
}
