// Reductions (and contractions that have rows or columns only) as chains of Funcs with a fixed order of summation:
// partial results in lanes, folded pairwise.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

struct reduction_options {
    /// The summed axis whose elements go to different lanes; -1: one lane, whoever schedules vectorises a kept axis.
    axis_id along = -1;
    int lanes = 1;  // a power of two; vectors a step times the vector width
    /// Elements of the outermost summed axis in one partial result of its own, computed in parallel; 0: one for all.
    std::int64_t chunk = 0;
};

struct reduction_funcs {
    std::vector<Func> parallel;  // to be computed at the root, in this order; with a last dimension of chunks
    std::vector<Func> stages;    // to be computed where the result is needed, in this order
    Func total;                  // the last of stages; over the axes that the value depends on, ascending
    std::vector<Var> vars;       // of total
};

/// The Funcs are scheduled inside (vectorised over the lanes); where they are computed is the caller's.
[[nodiscard]] reduction_funcs build_reduction(kernel &k, held_values &held, value_id id,
                                              const reduction_options &options, int vector_lanes);

/// Some of the elements of an axis that fill no whole step of lanes: they go to `count` lanes from `lane` on, `width`
/// of them at once.
struct tail_of_lanes {
    int lane, width;
    Expr count;
};
/// All of them: in powers of two, each a vector, or one by one where their number is known only at run time.
[[nodiscard]] std::vector<tail_of_lanes> tails_of(const kernel &k, axis_id a, int lanes);

/// Reads the result.
[[nodiscard]] provider provider_of(const kernel &k, value_id id, const Func &total);

/// The expression, made to depend on the domain: Halide runs an update over a domain only if its variables occur in it,
/// and a sum of equal elements must run over them too.
[[nodiscard]] Expr over(const Halide::RDom &r, const Expr &e);

}  // namespace sylvite::generators
