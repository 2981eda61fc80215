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

/// Elements that share blocks of random bits begin at multiples of this.
inline constexpr int random_group = 64;

/// How far from the first element of such a group the call's first element is, an i32 from 0 to 63.
[[nodiscard]] Halide::Expr first_in_group(const random_place &place);

/// The number of the element with this row-major index (i32) within the call plus first_in_group, of the type: f32, f64
/// or i32.
[[nodiscard]] Halide::Expr random_number(const Halide::Type &type, const random_place &place,
                                         const Halide::Expr &index);

}  // namespace sylvite::generators
