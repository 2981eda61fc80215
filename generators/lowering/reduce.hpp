// Reductions (and contractions that have rows or columns only) as chains of Funcs with a fixed order of summation:
// partial results in lanes, folded pairwise. loops.hpp has the loops over the lanes.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// In what order the elements are combined: the results' bits depend on it.
struct summation_order {
    /// The summed axis whose elements go to different lanes; -1: one lane, whoever schedules vectorises a kept axis.
    axis_id along = -1;
    int lanes = 1;  // a power of two; vectors a step times the vector width
    /// Elements of the outermost summed axis in one partial result of its own, computed in parallel; 0: one for all.
    std::int64_t chunk = 0;
    /// A kept axis along which whole tiles of results are computed, beyond the last one too: no operand is read there.
    axis_id overrun = -1;
};

struct reduction_chain {
    value_id value = -1;
    summation_order order;
    std::string name;
    std::vector<Func> parallel;  // to be computed at the root, in this order; with a last dimension of chunks
    std::vector<Func> stages;    // to be computed where the result is needed, in this order
    Func total;                  // the last of stages; over the axes that the value depends on, ascending
    std::vector<Var> vars;       // of total
    /// For each update of the partial results the width of the tail that it adds (domain.hpp); 0: whole steps of lanes.
    std::vector<int> tails;

    /// The Funcs that have lanes, and then the one without: partial results, and one for each halving of the lanes.
    [[nodiscard]] std::vector<Func> &partial_results() { return order.chunk > 0 ? parallel : stages; }
    /// Their first dimension, where there is more than one lane.
    [[nodiscard]] static Var lane() { return Var("lane"); }
};

[[nodiscard]] reduction_chain define_reduction(kernel &k, held_values &held, value_id id, const summation_order &order);

/// Reads the result.
[[nodiscard]] provider provider_of(const kernel &k, value_id id, const Func &total);

}  // namespace sylvite::generators
