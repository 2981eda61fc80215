// Seed and step of random numbers in the metadata of a file of weights, in decimal digits.
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>

#include <map>
#include <optional>
#include <string>

namespace sylvite::io {

inline constexpr const char *random_seed_key = "random_seed", *random_step_key = "random_step";

/// Whether an entry of the network draws random numbers.
[[nodiscard]] bool draws(const core::program &code) noexcept;

void add_random_state(std::map<std::string, std::string> &to, const step_values &now);

/// Nothing where the file has none, as those of networks without random numbers. Throws sylvite::error where it has
/// something else there.
[[nodiscard]] std::optional<step_values> read_random_state(const input &file, const safetensors_header &header);

}  // namespace sylvite::io
