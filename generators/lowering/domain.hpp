// Domains of updates: sums of equal elements, and elements that fill no whole step of lanes.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// The expression, made to depend on the domain: Halide runs an update over a domain only if its variables occur in it,
/// and a sum of equal elements must run over them too.
[[nodiscard]] Expr over(const Halide::RDom &r, const Expr &e);

/// Some of the elements of an axis that fill no whole step of lanes: they go to `count` lanes from `lane` on, `width`
/// of them at once.
struct tail_of_lanes {
    int lane, width;
    Expr count;
};
/// All of them: in powers of two, each a vector, or one by one where their number is known only at run time.
[[nodiscard]] std::vector<tail_of_lanes> tails_of(const kernel &k, axis_id a, int lanes);

}  // namespace sylvite::generators
