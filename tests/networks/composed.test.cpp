// Activations, norms and losses through compiled kernels, values and gradients, on rows that are hard on arithmetic:
// large numbers, NaN, infinity, zeros, labels out of range. The interpreter, whose numbers tests/dsl checks, is the
// oracle.
#include "../dsl/composed.hpp"
#include "../dsl/random_numbers.hpp"
#include "comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace sylvite::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A network with an entry for every function: its value, and the gradient of a sum of it with weights.
template <dtype Type>
class functions {
  public:
    using matrix = expr<shape_type<dynamic<8>, 5>, Type>;

    functions() : net_(builder_) {}

    void add(const std::string &name, const any_expr &value) {
        const any_expr total = sum(value.dims().rank == 2 ? value * y : value);
        net_.entry(name, output("value of " + name, value), output("gradient of " + name, grad(total, any_expr(x))));
    }
    void add_activations() {
        visit_activations([&](const std::string &name, smoothness, auto f) { add(name, f(x)); });
    }
    void add_rows() {
        visit_row_functions([&](const std::string &name, auto f) { add(name, f(x)); });
        visit_losses_of_targets([&](const std::string &name, smoothness, auto f) { add(name, f(x, y)); });
        visit_losses_of_probabilities([&](const std::string &name, auto f) { add(name, f(x, y)); });
        visit_losses_of_labels([&](const std::string &name, smoothness, auto f) { add(name, f(x, labels)); });
        add("weighted_mean", weighted_mean(softmax_cross_entropy(x, labels), labels < 5));
        add("cosine_embedding", cosine_embedding(x, y, labels < 3));
    }
    void compare(double slack) const {
        random_values values;
        values.extents.of_symbol[1] = 8;
        values.inputs = {
            {"x", reference::tensor(Type, {8, 5},
                                    {1e4,       -1e4,     1e4,       0,   -3, nan,      1, -2,       0.5,       3,
                                     -infinity, 2,        -infinity, 0.5, -1, 0,        0, 0,        0,         0,
                                     0.3,       2,        -1,        -4,  -6, 40,       6, 3,        -3,        -40,
                                     1,         infinity, -infinity, 3,   0,  infinity, 2, infinity, -infinity, 0})},
            {"y", reference::tensor(Type, {8, 5}, {0.5, 0.25, 0.25, 0,   0,   0.2, 0.2, 0.2, 0.2, 0.2, 0, 1,   0, 0,
                                                   0,   0.1,  0.2,  0.3, 0.4, 0,   1,   0,   0,   0,   0, 0.9, 0, 0,
                                                   0.1, 0,    0.3,  0.1, 0.2, 0.2, 0.2, 0,   0.5, 0.5, 0, 0})},
            {"labels", reference::tensor(i32, {8}, {1, 0, 1, 3, 7, 4, 1, 1})}};
        const graph::table table = graph::compact(builder_.table().view());
        std::erase_if(values.inputs, [&](const auto &input) { return !has_input(table.view(), input.first); });
        run_and_compare(table.view(), values, {}, slack);
    }

  private:
    /// Of a finished table, which has what is used.
    [[nodiscard]] static bool has_input(const graph::table_view &table, const std::string &name) {
        return std::ranges::any_of(table.nodes, [&](const graph::node &n) {
            return n.kind == graph::op::input &&
                   table.name(static_cast<graph::name_id>(table.attributes(n)[0])) == name;
        });
    }

    graph::builder builder_;
    network net_;

  public:
    matrix x = net_.template input<Type, dynamic<8>, 5>("x");
    matrix y = net_.template input<Type, dynamic<8>, 5>("y");  // targets, or probabilities
    expr<shape_type<dynamic<8>>, i32> labels = net_.template input<i32, dynamic<8>>("labels");
};

TEST(composed, compiled_activations_agree_with_the_interpreter) {
    functions<f32> single;
    single.add_activations();
    single.compare(2e-6);
    functions<f64> twice;
    twice.add_activations();
    twice.compare(1e-13);
}

TEST(composed, compiled_norms_and_losses_agree_with_the_interpreter) {
    functions<f32> single;
    single.add_rows();
    single.compare(2e-6);
    functions<f64> twice;
    twice.add_rows();
    twice.compare(1e-13);
}

template <dtype Type>
void compare_class_weights(double slack) {
    graph::builder builder;
    const network net(builder);
    const auto z = net.template input<Type, dynamic<8>, 5>("z");
    const auto y = net.template input<i32, dynamic<8>>("y");
    const auto weight = net.template input<Type, 5>("weight");
    visit_averages([&](const std::string &name, cross_entropy_options options) {
        const auto plain = cross_entropy(z, y, options), weighted = cross_entropy(z, y, weight, options);
        net.entry(name, output("plain", plain), output("weighted", weighted), output("of plain", grad(plain, z)),
                  output("of weighted", grad(weighted, z)), output("of weight", grad(weighted, weight)));
    });
    net.entry("label_weights", output("each", label_weights(weight, y)));
    for (const std::int64_t rows : {8, 3}) {
        random_values values;
        values.extents.of_symbol[1] = rows;
        reference::tensor labels(i32, {rows});
        const double all[] = {1, 4, -100, 0, 3, 4, 2, 1};
        for (std::size_t i = 0; i < labels.size(); ++i) labels.set(i, all[i]);
        values.inputs = {{"z", random_numbers(5).uniform(Type, {rows, 5}, -30, 30)},
                         {"y", labels},
                         {"weight", reference::tensor(Type, {5}, {0.5, 2, 0, 1, 0.25})}};
        run_and_compare(graph::compact(builder.table().view()).view(), values, {}, slack);
    }
}

TEST(composed, compiled_class_weights_agree_with_the_interpreter) {
    compare_class_weights<f32>(2e-6);
    compare_class_weights<f64>(1e-13);
}

}  // namespace
}  // namespace sylvite::test
