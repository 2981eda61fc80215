// Texts as numbers: the printable characters of ASCII from the space on, and behind them the end of a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

inline constexpr std::int32_t number_of_characters = 96;

/// A number from 0 to 95 for each character. Throws sylvite::error, which names line and column of a character that
/// has none; `source` is what it calls the text.
std::vector<std::int32_t> tokens_of(std::string_view text, const std::string &source);
std::vector<std::int32_t> tokens_of_file(const std::string &file);

char character_of(std::int32_t token);
