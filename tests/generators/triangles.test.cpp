// Results that are chosen by where they stand: bounds inference must not conclude that the others are not computed.
#include "check.hpp"

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using id = graph::node_id;

/// x where row >= column + offset, else -2; of the two last axes.
id lower_triangle(spec_builder &b, id x, double offset) {
    const shape s = b.dims(x);
    const int last = s.rank - 1;
    const id row = b.iota(s, last - 1), column = b.iota(s, last);
    const id is_below = b.apply(op::less_equal, {b.apply(op::add, {column, b.number(offset, column)}), row});
    return b.apply(op::select, {is_below, x, b.number(-2, x)});
}

TEST(triangles, of_reductions) {
    for (const std::int64_t columns : {3, 7, 8, 16, 17, 40})
        for (const double offset : {-1, 0, 1, 3}) {
            SCOPED_TRACE(std::to_string(columns) + " columns, offset " + std::to_string(offset));
            spec_builder across(family::reduction), along(family::reduction);
            const id x = across.argument(f32, across.dims({across.symbol(9), {5, 0}, {columns, 0}}));
            across.output(lower_triangle(across, across.reduce(op::reduce_min, x, {0}), offset));
            const id y = along.argument(f32, along.dims({{5, 0}, {columns, 0}, {33, 0}}));
            along.output(lower_triangle(along, along.reduce(op::reduce_sum, y, {2}), offset));
            const checked_kernel kernel(across.spec());
            for (const int rows : {1, 9}) kernel.check({rows});
            check(along.spec());
        }
}

TEST(triangles, of_contractions) {
    for (const char *formula : {"mk,kn->mn", "mk,nk->mn", "km,kn->mn"})
        for (const std::int64_t n : {5, 16, 33, 70})
            for (const double offset : {-2, 0, 1}) {
                SCOPED_TRACE(std::string(formula) + ", " + std::to_string(n) + ", offset " + std::to_string(offset));
                const std::string text = formula;
                spec_builder b(family::contraction);
                const auto size = [&](char label) { return label == 'k' ? extent{37, 0} : extent{n, 0}; };
                const id x = b.argument(f32, b.dims({size(text[0]), size(text[1])}));
                const id y = b.argument(f32, b.dims({size(text[3]), size(text[4])}));
                b.output(lower_triangle(b, b.contraction(x, y, formula), offset));
                checked_kernel(b.spec()).check();
                const generators::schedule blocked{{"dots", 0},      {"rows", 4},         {"columns", 16},
                                                   {"row_block", 2}, {"column_block", 2}, {"sum_block", 16},
                                                   {"few_rows", 0},  {"pack_columns", 2}, {"pack_rows", 1}};
                checked_kernel(b.spec(), {.changes = blocked}).check();
            }
}

TEST(triangles, of_rows) {
    for (const std::int64_t columns : {5, 8, 17, 60}) {
        SCOPED_TRACE(std::to_string(columns) + " columns");
        spec_builder b(family::row_wise);
        const shape s = b.dims({b.symbol(40), {columns, 0}});
        const id x = b.argument(f32, s);
        const id largest = b.broadcast(b.reduce(op::reduce_max, x, {1}), s, {0});
        const id e = b.apply(op::exp, {b.apply(op::subtract, {x, largest})});
        const id sum = b.broadcast(b.reduce(op::reduce_sum, e, {1}), s, {0});
        b.output(lower_triangle(b, b.apply(op::divide, {e, sum}), 1));
        const checked_kernel kernel(b.spec());
        for (const int rows : {1, 7, 8, 40}) kernel.check({rows});
    }
}

// The last elements of a row are guarded: what is known of their condition must not be taken for the others'.
TEST(triangles, of_values_overwritten) {
    for (const std::int64_t columns : {3, 5, 9, 19, 35}) {
        SCOPED_TRACE(std::to_string(columns) + " columns");
        spec_builder b(family::elementwise);
        const shape s = b.dims({{4, 0}, {columns, 0}, {columns, 0}});
        const id x = b.argument(f32, s), y = b.argument(f32, s);
        const id below = lower_triangle(b, y, 1), sign = b.apply(op::sign, {below});
        b.output(b.apply(op::add, {x, b.apply(op::multiply, {x, sign})}), 0);
        b.output(b.apply(op::add, {y, sign}), 1);
        checked_kernel(b.spec()).check();
    }
}

}  // namespace
}  // namespace sylvite::generators::testing
