// The yardstick: how often each character came behind the last few ones.
#pragma once

#include <cstdint>
#include <span>

/// The perplexity of a text, a character, for who knows how often each character came in the other one behind each
/// `before` characters, and behind fewer where these are rare. I. H. Witten, T. C. Bell 1991, method C, interpolated:
/// p(c | s) = (n(s c) + u(s) p(c | s')) / (n(s) + u(s)), where n counts, u(s) is how many different characters came
/// behind s, s' is s without its first character, and the last p is the same for all.
double perplexity_of_counts(std::span<const std::int32_t> known, std::span<const std::int32_t> text, int before);
