// Arithmetic as dsl/graph/operations.def means it. Halide's own float operations assume that there is no NaN and no
// infinity and may be reordered; the ones here are exact IEEE operations, one by one, wherever that could show.
#pragma once

#include <sylvite/dsl/graph/op.hpp>

#include <Halide.h>

#include <vector>

namespace sylvite::generators::math {

using Halide::Expr;

// The elementwise operations of one and two operands; elementary functions stand in functions/. Those of floats are
// neither reordered nor fused; integers are divided towards zero, x / 0 is 0.
#define SYLVITE_UNARY(name, ...) [[nodiscard]] Expr name(const Expr &x);
#define SYLVITE_BINARY(name, ...) [[nodiscard]] Expr name(const Expr &x, const Expr &y);
#include <sylvite/dsl/graph/operations.def>

[[nodiscard]] Expr cast(const Halide::Type &type, const Expr &x);
/// One of two values. From the condition of its own select Halide (21.0.0) draws conclusions that do not hold here:
/// which elements of a producer are needed at all (BoundsInference.cpp), where the schedule gives the producer's
/// bounds; and, where it is known for the guarded last elements of a loop, that it is so for the others too
/// (PartitionLoops.cpp).
[[nodiscard]] Expr choose(const Expr &condition, const Expr &a, const Expr &b);

/// One elementwise operation; `type` is the result's.
[[nodiscard]] Expr apply(graph::op kind, const Halide::Type &type, const std::vector<Expr> &operands);

}  // namespace sylvite::generators::math
