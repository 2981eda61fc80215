// Random matrices with orthogonal rows or columns.
#pragma once

#include <sylvite/runtime/core/program.hpp>

#include <cstddef>
#include <cstdint>

namespace sylvite::core {

/// The tensor (f32 or f64) as a matrix of its first axis by all others: rows, or columns if there are more rows, that
/// are orthogonal and of length init.a. Uniformly distributed among these matrices. In place, in about 2 n^3 steps for
/// n rows and columns; the same bits on every platform.
void fill_orthogonal(const tensor &t, std::uint64_t key, std::byte *data) noexcept;

}  // namespace sylvite::core
