// Random numbers of dsl/random_streams.hpp as expressions.
#pragma once

#include <Halide.h>

#include <cstdint>

namespace sylvite::generators {

/// Which numbers: all but the element. Scalars of 64 bits without a sign.
struct random_place {
    Halide::Expr seed, step;
    std::uint64_t stream = 0;
    Halide::Expr first_row;      // undefined: the tensor has no rows of a batch
    Halide::Expr row;            // elements of one, an i32
    std::int64_t fixed_row = 0;  // the same, where it is known
};

/// The number of the element with this row-major index (i32) within the call, of the type: f32, f64 or i32.
[[nodiscard]] Halide::Expr random_number(const Halide::Type &type, const random_place &place,
                                         const Halide::Expr &index);

/// Whether a batch begins where a group of elements does that share blocks of random bits, whatever a row has.
[[nodiscard]] Halide::Expr begins_a_group(const Halide::Expr &first_row);
/// Elements of such a group at most.
inline constexpr int random_group = 64;

}  // namespace sylvite::generators
