// What a trained network looks like: SVG files.
#pragma once

#include "kinds.hpp"
#include "pictures.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// What the network said of a set.
struct answers {
    std::span<const std::int32_t> kind;
    std::span<const float> sureness;  // the probability of that kind, 0 to 1
};

/// [kind drawn][kind read]
using confusion = std::array<std::array<std::size_t, kinds>, kinds>;
[[nodiscard]] confusion count(std::span<const std::int32_t> drawn, std::span<const std::int32_t> read);

// All throw sylvite::error with the path.

/// The first pictures of the set, and the first ones that were read wrong.
void save_samples(const std::string &path, const pictures &set, const answers &said);

void save_confusion(const std::string &path, const confusion &counts);

/// weights: [filters, 3, taps, taps], each filter's largest magnitude becoming full colour, 0 becoming grey.
void save_filters(const std::string &path, std::span<const float> weights, std::size_t filters, std::size_t taps);
