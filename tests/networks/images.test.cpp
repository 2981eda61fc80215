// Functions of images and convolutions through compiled kernels, values and gradients, for fewer rows than there may
// be. The interpreter, whose numbers tests/dsl holds against PyTorch's, is the oracle.
#include "../dsl/images.hpp"
#include "../dsl/convolutions.hpp"
#include "comparison.hpp"

#include <gtest/gtest.h>

namespace sylvite::test {
namespace {

/// An image [up to 3, ...] and its numbers for two rows: many equal elements, NaN and infinity where they may be.
template <auto Channels, auto... Axes>
struct image_network {
    graph::builder b;
    network net{b};
    expr<shape_type<dynamic<3>, Channels, Axes...>, f32> x = net.input<f32, dynamic<3>, Channels, Axes...>("x");

    void add(const std::string &name, const any_expr &y) {
        const any_expr total = sum(y * tanh(y));
        net.entry(name, output("value of " + name, y), output("gradient of " + name, grad(total, any_expr(x))));
    }
    void compare(bool with_extremes) const {
        const graph::table table = graph::compact(b.table().view());
        random_values values = make_random_values(table.view(), 5);
        values.extents.of_symbol[1] = 2;
        reference::tensor image(f32, {2, Channels, Axes...});
        for (std::size_t i = 0; i < image.size(); ++i) image.set(i, static_cast<double>(i * 5 % 7) - 3);
        if (with_extremes) {
            image.set(1, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = 8; i < 20 && i < image.size(); ++i)
                image.set(i, -std::numeric_limits<double>::infinity());
        }
        values.inputs.insert_or_assign("x", image);
        run_and_compare(table.view(), values);
    }
};

bool has(const std::string &name, const char *part) { return name.find(part) != std::string::npos; }

TEST(images, compiled_pooling_agrees_with_the_interpreter) {
    image_network<2, 7> rows;
    image_network<2, 6, 5> planes;
    image_network<2, 3, 4, 3> spaces;
    const auto add = [&](const std::string &name, const auto &f) {
        if (has(name, "1d"))
            rows.add(name, f(any_expr(rows.x)));
        else if (has(name, "3d"))
            spaces.add(name, f(any_expr(spaces.x)));
        else
            planes.add(name, f(any_expr(planes.x)));
    };
    visit_max_pools(add);
    visit_adaptive_pools([&](const std::string &name, const auto &f) {
        if (has(name, "max")) add(name, f);
    });
    rows.compare(true);
    planes.compare(true);
    spaces.compare(true);
}

TEST(images, compiled_functions_agree_with_the_interpreter) {
    image_network<2, 7> rows;
    image_network<2, 6, 5> planes;
    image_network<4, 2, 4> groups;
    image_network<2, 3, 4, 3> spaces;
    image_network<12, 9> columns;
    const auto add = [&](const std::string &name, const auto &f) {
        if (has(name, "fold 4,5") && !has(name, "un"))
            columns.add(name, f(any_expr(columns.x)));
        else if (has(name, "shuffle"))
            groups.add(name, f(any_expr(groups.x)));
        else if (has(name, "1d"))
            rows.add(name, f(any_expr(rows.x)));
        else if (has(name, "3d"))
            spaces.add(name, f(any_expr(spaces.x)));
        else
            planes.add(name, f(any_expr(planes.x)));
    };
    visit_average_pools([&](const std::string &name, const auto &f) {
        add(name, [&](const any_expr &x) { return f(square(x) + 1); });  // of which there are norms
    });
    visit_adaptive_pools([&](const std::string &name, const auto &f) {
        if (has(name, "avg")) add(name, f);
    });
    visit_resamplings(add);
    visit_layouts_of_images(add);
    visit_normalisations_of_images(add);
    rows.compare(false);
    planes.compare(false);
    groups.compare(false);
    spaces.compare(false);
    columns.compare(false);
}

TEST(images, compiled_convolutions_agree_with_the_interpreter) {
    visit_convolutions([]<auto Rows, auto... Dims>(const std::string &name, const auto &layer) {
        SCOPED_TRACE(name);
        graph::builder b;
        const network net(b);
        const auto x = net.input<f32, dynamic<3>, Dims...>("x");
        const any_expr y = layer("layer", x);
        const any_expr total = sum(y * tanh(y));
        std::vector<any_expr> parameters;
        for (const node_id id : b.leaves())
            if (b[id].kind == op::parameter) parameters.emplace_back(b, id);
        const any_expr of_weight = grad(total, parameters.front());
        net.entry("both", output("value", y), output("of x", grad(total, any_expr(x))), output("of weight", of_weight));
        net.entry("second", output("of x", grad(sum(of_weight * of_weight), any_expr(x))));
        const graph::table table = graph::compact(b.table().view());
        random_values values = make_random_values(table.view(), 6);
        values.extents.of_symbol[1] = 2;
        reference::tensor image(f32, {2, Dims...});
        for (std::size_t i = 0; i < image.size(); ++i) image.set(i, static_cast<double>(i * 5 % 13) / 6 - 1);
        values.inputs.insert_or_assign("x", image);
        run_and_compare(table.view(), values, {}, 1e-3);
    });
}

}  // namespace
}  // namespace sylvite::test
