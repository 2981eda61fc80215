// A chain of Funcs for each reduction, a Func for each value that is kept for a row or is a result of it, and the
// output, which reads them all.
#pragma once

#include <sylvite/generators/lowering/random_block.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/row_wise/rows.hpp>

#include <optional>

namespace sylvite::generators {

struct row_wise_funcs {
    /// A value with a Func of its own.
    struct of_a_row {
        value_id value;
        Func f;
        std::optional<Var> row;  // of f: the rows that lie side by side
        bool is_kept;            // else it is a result of the row
    };

    kernel_rows rows;
    std::vector<reduction_chain> chains;
    std::vector<of_a_row> values;
    std::vector<random_block> random = {};  // of a row, where one is done at a time
};

}  // namespace sylvite::generators
