// What the network is shown: pieces of a text, as rows of a dataset.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

using token_text = std::shared_ptr<const std::vector<std::int32_t>>;

/// The characters from `first` to `last` in pieces of the length that the network takes, of which one begins every
/// `step` characters, each with the characters that come next. Values are read out of the text when they are needed.
template <class Network>
sylvite::dataset pieces(token_text text, std::size_t first, std::size_t last, std::size_t step) {
    constexpr std::size_t places = decltype(Network::tokens)::elements;
    if (last - first <= places)
        throw sylvite::error("expected more than " + std::to_string(places) + " characters of text, found " +
                             std::to_string(last - first));
    const std::size_t rows = (last - first - places - 1) / step + 1;
    const auto copy = [text, first, step](std::size_t row, std::size_t ahead, std::span<std::int32_t> to) {
        std::copy_n(text->data() + first + row * step + ahead, to.size(), to.data());
    };
    sylvite::dataset data;
    data.add_rows(Network::tokens, rows, [copy](std::size_t row, std::span<std::int32_t> to) { copy(row, 0, to); });
    data.add_rows(Network::next, rows, [copy](std::size_t row, std::span<std::int32_t> to) { copy(row, 1, to); });
    return data;
}
