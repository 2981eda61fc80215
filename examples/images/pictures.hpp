// Sets of pictures, drawn by scene.hpp and kept as bytes.
#pragma once

#include "scene.hpp"

#include <sylvite/runtime/data/dataset.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

struct pictures {
    std::vector<std::uint8_t> bytes;  // picture by picture, as draw_scene writes them
    std::vector<std::int32_t> kinds;  // as many of each, or one more

    [[nodiscard]] std::size_t count() const { return kinds.size(); }
    [[nodiscard]] std::span<const std::uint8_t, picture_bytes> operator[](std::size_t i) const {
        return std::span<const std::uint8_t, picture_bytes>(&bytes[i * picture_bytes], picture_bytes);
    }
};

/// A picture depends on seed, name of the set and its number alone.
[[nodiscard]] pictures draw_pictures(std::size_t count, std::uint64_t seed, std::string_view set);

/// Writes the picture shifted by up to 4 pixels each way (the border is repeated: a crop of a padded picture) and
/// mirrored or not in both directions, by the numbers of this seed, epoch and row.
void augment(std::span<const std::uint8_t, picture_bytes> from, std::uint64_t seed, std::uint64_t epoch,
             std::uint64_t row, std::span<float> to);

/// The pictures as they are, for a network of the inputs picture and kind. `of` must outlive the dataset.
template <class Network>
[[nodiscard]] sylvite::dataset dataset_of(const pictures &of) {
    sylvite::dataset rows;
    rows.add_rows(Network::picture, of.count(), [&of](std::size_t row, std::span<float> to) {
        for (std::size_t i = 0; i < picture_bytes; ++i) to[i] = static_cast<float>(of[row][i]);
    });
    rows.add(Network::kind, of.kinds);
    return rows;
}

/// Others each epoch. `of` and `epoch` must outlive the dataset; fit asks that a row stays as it is within an epoch.
template <class Network>
[[nodiscard]] sylvite::dataset augmented(const pictures &of, std::uint64_t seed, const std::size_t &epoch) {
    // [augmented]
    sylvite::dataset rows;
    rows.add_rows(Network::picture, of.count(), [&of, seed, &epoch](std::size_t row, std::span<float> to) {
        augment(of[row], seed, epoch, row, to);
    });
    rows.add(Network::kind, of.kinds);
    // [end]
    return rows;
}
