// Arithmetic with the semantics of dsl/graph/op.hpp. Halide's own float operations assume that there is no NaN and no
// infinity and may be reordered; the ones here are exact IEEE operations, one by one, wherever that could show.
#pragma once

#include <sylvite/dsl/graph/op.hpp>

#include <Halide.h>

#include <vector>

namespace sylvite::generators::math {

using Halide::Expr;

// IEEE operations that are neither reordered nor fused.
[[nodiscard]] Expr add(const Expr &a, const Expr &b);
[[nodiscard]] Expr subtract(const Expr &a, const Expr &b);
[[nodiscard]] Expr multiply(const Expr &a, const Expr &b);
[[nodiscard]] Expr divide(const Expr &a, const Expr &b);  // integers: towards zero, x / 0 is 0
[[nodiscard]] Expr less(const Expr &a, const Expr &b);
[[nodiscard]] Expr less_equal(const Expr &a, const Expr &b);
[[nodiscard]] Expr equal(const Expr &a, const Expr &b);

[[nodiscard]] Expr is_nan(const Expr &x);
[[nodiscard]] Expr minimum(const Expr &a, const Expr &b);
[[nodiscard]] Expr maximum(const Expr &a, const Expr &b);
[[nodiscard]] Expr relu(const Expr &x);
[[nodiscard]] Expr sign(const Expr &x);
[[nodiscard]] Expr cast(const Halide::Type &type, const Expr &x);
/// One of two values. From the condition of its own select Halide (21.0.0) draws conclusions that do not hold here:
/// which elements of a producer are needed at all (BoundsInference.cpp), where the schedule gives the producer's
/// bounds; and, where it is known for the guarded last elements of a loop, that it is so for the others too
/// (PartitionLoops.cpp).
[[nodiscard]] Expr choose(const Expr &condition, const Expr &a, const Expr &b);

/// One elementwise operation, functions/ among them; `type` is the result's.
[[nodiscard]] Expr apply(graph::op kind, const Halide::Type &type, const std::vector<Expr> &operands);

}  // namespace sylvite::generators::math
