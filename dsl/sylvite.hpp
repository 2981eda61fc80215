// Everything that a network's header needs.
#pragma once

// From the bottom up, so that each header is included here first: compilers print the way to a header before the first
// message in it, which is two lines then, and up to fifteen otherwise.
// clang-format off
#include <sylvite/dsl/graph/builder.hpp>
#include <sylvite/dsl/ops/layout.hpp>
#include <sylvite/dsl/ops/leaf.hpp>
#include <sylvite/dsl/ops/elementwise.hpp>
#include <sylvite/dsl/ops/reduction.hpp>
#include <sylvite/dsl/ops/slicing.hpp>
#include <sylvite/dsl/ops/triangle.hpp>
#include <sylvite/dsl/ops/indexing.hpp>
#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>
#include <sylvite/dsl/grad/sweep.hpp>
#include <sylvite/dsl/expr/mistake.hpp>
#include <sylvite/dsl/expr/expr.hpp>
#include <sylvite/dsl/expr/elementwise.hpp>
#include <sylvite/dsl/expr/reduction.hpp>
#include <sylvite/dsl/expr/layout.hpp>
#include <sylvite/dsl/expr/slicing.hpp>
#include <sylvite/dsl/expr/triangle.hpp>
#include <sylvite/dsl/expr/indexing.hpp>
#include <sylvite/dsl/expr/contraction.hpp>
#include <sylvite/dsl/expr/gradient.hpp>
#include <sylvite/dsl/expr/custom_gradient.hpp>
#include <sylvite/dsl/expr/name_here.hpp>
#include <sylvite/dsl/expr/wrong_calls.hpp>
#include <sylvite/dsl/network.hpp>
#include <sylvite/dsl/trace.hpp>
#include <sylvite/dsl/functions/rows.hpp>
#include <sylvite/dsl/functions/rectified.hpp>
#include <sylvite/dsl/functions/hard.hpp>
#include <sylvite/dsl/functions/smooth.hpp>
#include <sylvite/dsl/functions/softmax.hpp>
#include <sylvite/dsl/functions/statistics.hpp>
#include <sylvite/dsl/functions/normalisation.hpp>
#include <sylvite/dsl/layers/parameter.hpp>
#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/layers/dense.hpp>
#include <sylvite/dsl/layers/normalisation.hpp>
#include <sylvite/dsl/layers/embedding.hpp>
#include <sylvite/dsl/layers/attention.hpp>
#include <sylvite/dsl/layers/activations.hpp>
#include <sylvite/dsl/layers/sequential.hpp>
#include <sylvite/dsl/layers/shared.hpp>
#include <sylvite/dsl/losses/operands.hpp>
#include <sylvite/dsl/losses/weighted.hpp>
#include <sylvite/dsl/losses/regression.hpp>
#include <sylvite/dsl/losses/cross_entropy.hpp>
#include <sylvite/dsl/losses/class_weights.hpp>
#include <sylvite/dsl/losses/margin.hpp>
#include <sylvite/dsl/optimizers/names.hpp>
#include <sylvite/dsl/optimizers/context.hpp>
#include <sylvite/dsl/optimizers/minimize.hpp>
#include <sylvite/dsl/optimizers/optimizers.hpp>
#include <sylvite/dsl/mistakes/elementwise.hpp>
#include <sylvite/dsl/mistakes/layout.hpp>
#include <sylvite/dsl/mistakes/reduction.hpp>
#include <sylvite/dsl/mistakes/slicing.hpp>
#include <sylvite/dsl/mistakes/indexing.hpp>
#include <sylvite/dsl/mistakes/arguments.hpp>
#include <sylvite/dsl/mistakes/losses.hpp>
#include <sylvite/dsl/mistakes/layers.hpp>
#include <sylvite/dsl/mistakes/training.hpp>
// clang-format on
