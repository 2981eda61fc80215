// The body of a loop as a table of its own, so that it is fused, ordered and cut into kernels as entries are: carries
// are states that the step assigns to, what it reads are inputs, what it stacks are outputs.
#pragma once

#include <sylvite/codegen/plan/loops.hpp>
#include <sylvite/dsl/graph/table.hpp>

#include <map>
#include <vector>

namespace sylvite::codegen {

struct loop_body {
    /// A node of the body's table that stands for one of the table around it.
    struct link {
        graph::node_id inside, outside;
    };
    graph::table table;  // of one entry
    extent count;
    bool backwards = false;
    std::vector<link> carries;   // states; outside: the carry
    std::vector<link> elements;  // inputs that are rows; outside: the sequence
    std::vector<link> reads;     // inputs that all steps read; outside: the same value
    std::vector<link> rows;      // outputs; outside: the stacked node
};

[[nodiscard]] loop_body body_of(const graph::table_view &table, const plan::entry_loops &loops,
                                const plan::table_loop &loop);

}  // namespace sylvite::codegen
