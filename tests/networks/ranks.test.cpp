// Tensors of five and six axes, the most there are, through kernels of every family: the interpreter is the oracle.
#include "comparison.hpp"

#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

namespace sylvite::test {
namespace {

/// Axes of different extents in an order that leaves no two of them adjacent, so that none merge.
template <dtype Type>
void add_entries(const network &net) {
    const auto x = net.input<Type, dynamic<5>, 3, 2, 4, 2, 3>("x");
    const auto y = net.input<Type, 3, 1, 4, 1, 3>("y");
    const auto i = net.input<i32, dynamic<5>, 3, 2, 4, 2>("i");
    net.entry("elementwise", output("sum", x * y + 1), output("turned", permute<5, 0, 4, 1, 3, 2>(x)),
              output("back", reverse<1, 3, 5>(x)), output("five", slice<2, 1, axis_end, 2>(y)));
    net.entry("reduction", output("odd", sum<1, 3, 5>(x)), output("even", reduce_max<0, 2, 4>(x)),
              output("last", argmin<5>(x)), output("all", mean(x)));
    net.entry("rows", output("softmax", softmax<5>(x)), output("middle", logsumexp<2>(x)));
    net.entry("contraction", output("batched", einsum<"abcdef,bgdhf->abcdeg">(x, y)),
              output("inner", einsum<"abcdef,abcdef->e">(x, x)));
    net.entry("indexing", output("picked", pick(x, i)), output("taken", take_along_axis<5>(x, expand<5>(i))));
    net.entry("gradient", output("to y", grad(mean(square(x * y)), y)),
              output("to x", grad(mean(square(softmax<5>(x))), x)));
}

template <dtype Type>
void compare(double slack) {
    graph::builder b;
    add_entries<Type>(network(b));
    random_values values = make_random_values(b.table().view(), 5);
    values.extents.of_symbol[1] = 4;
    random_numbers random(11);
    values.inputs = {{"x", random.uniform(Type, {4, 3, 2, 4, 2, 3}, -2, 2)},
                     {"y", random.uniform(Type, {3, 1, 4, 1, 3}, -2, 2)}};
    reference::tensor index(i32, {4, 3, 2, 4, 2});
    for (std::size_t k = 0; k < index.size(); ++k)
        index.set(k, static_cast<double>(k * 5 % 7) - 2);  // some out of range
    values.inputs.emplace("i", index);
    run_and_compare(graph::compact(b.table().view()).view(), values, {}, slack);
}

TEST(ranks, of_five_and_six_axes_go_through_every_kernel_family) {
    compare<f32>(2e-6);
    compare<f64>(1e-13);
}

}  // namespace
}  // namespace sylvite::test
