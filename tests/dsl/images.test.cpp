// Functions of images: values and gradients against PyTorch (tests/golden/make_images.py), two orders of derivatives
// against finite differences, run-time extents.
#include "images.hpp"

#include "golden_cases.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <class Visit>
void visit_all(Visit visit) {
    visit_max_pools(visit);
    visit_average_pools(visit);
    visit_adaptive_pools(visit);
    visit_resamplings(visit);
    visit_layouts_of_images(visit);
    visit_normalisations_of_images(visit);
}

TEST(images, functions_agree_with_pytorch) {
    std::set<std::string> met;
    expect_golden_cases("images.json", 60, [&](const std::string &name, graph::builder &b, const auto &in) {
        any_expr found;
        visit_all([&](const std::string &other, auto f) {
            if (name == other) found = f(any_expr(b, in[0]));
        });
        if (found.empty()) throw std::runtime_error("unknown case " + name);
        met.insert(name);
        return found.id();
    });
    visit_all([&](const std::string &name, auto) { EXPECT_TRUE(met.contains(name)) << name << " has no case"; });
}

/// A shape that every function of images with so many axes takes.
std::vector<std::int64_t> image_of(const std::string &name) {
    const auto has = [&](const char *part) { return name.find(part) != std::string::npos; };
    if (has("fold 4,5")) return {1, 12, 9};
    if (has("shuffle")) return {1, 8, 2, 4};
    if (has("1d")) return {2, 2, 7};
    if (has("3d")) return {1, 2, 3, 4, 3};
    return {1, 2, 6, 5};
}

TEST(images, functions_have_right_derivatives_of_two_orders) {
    visit_all([](const std::string &name, auto f) {
        bench t;
        random_numbers random(31);
        tensor image(f64, image_of(name));  // no two elements are so near that a step exchanges them
        for (std::size_t i = 0; i < image.size(); ++i)
            image.set(i, static_cast<double>(i * 37 % image.size()) / 20 + 0.1 + random.uniform(f64, {1}, 0, 0.01)[0]);
        const node_id x = t.leaf(image);
        const any_expr y = f(any_expr(t.b, graph::unary(t.b, op::sin, x)) + 1.5);
        const node_id loss = weighted_sum(t, square(y).id());
        expect_gradient(t, loss, {x}, name);
        node_id gradient = graph::no_node;
        graph::differentiate(t.b, loss, {&x, 1}, {&gradient, 1});
        expect_gradient(t, weighted_sum(t, gradient), {x}, name + ", second order", 2e-6);
    });
}

TEST(images, of_equal_elements_the_first_alone_has_the_gradient) {
    bench t;
    const node_id x = t.leaf(f64, {1, 1, 2, 3}, {5, 5, 1, 5, 5, 1});
    const any_expr y = max_pool2d<2, pool{.stride = 1}>(any_expr(t.b, x));
    expect_near(t.value(y.id()), tensor(f64, {1, 1, 1, 2}, {5, 5}), 0, "values");
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, square(y).id(), 0b1111), {&x, 1}, {&gradient, 1});
    expect_near(t.value(gradient), tensor(f64, {1, 1, 2, 3}, {10, 10, 0, 0, 0, 0}), 0, "gradient");
}

TEST(images, pooling_whose_windows_touch_is_a_reshape) {
    bench t;
    const node_id x = t.leaf(tensor(f64, {2, 3, 7, 5}));
    (void)max_pool2d<2>(any_expr(t.b, x));
    (void)avg_pool2d<kernel{2, 3}, pool{.padding = {0, 1}}>(any_expr(t.b, x));
    for (node_id id = 0; id < t.b.size(); ++id) EXPECT_NE(t.b[id].kind, op::slide);
}

/// The same function of images of run-time and of fixed extents.
template <auto... Dims, class Function>
void expect_same_of_run_time_extents(Function f, const std::vector<std::int64_t> &found, const std::string &what) {
    bench run_time, fixed;
    random_numbers random(32);
    const tensor image = random.uniform(f64, found, -1, 1);
    const shape dims = detail::shape_of_dims<Dims...>::value;
    for (int i = 0; i < dims.rank; ++i)
        if (dims[i].is_dynamic())
            run_time.extents.of_symbol[static_cast<std::size_t>(dims[i].symbol)] = found[static_cast<std::size_t>(i)];
    const auto gradient_of = [&](bench &t, const any_expr &x, const any_expr &y) {
        node_id gradient = graph::no_node;
        const node_id total = graph::reduce(t.b, op::reduce_sum, exp(y).id(), graph::all_axes(y.dims()));
        const node_id leaf = x.id();
        graph::differentiate(t.b, total, {&leaf, 1}, {&gradient, 1});
        return t.value(gradient);
    };
    const expr<shape_type<Dims...>, f64> x(run_time.b, run_time.leaf(dims, image));
    const any_expr z(fixed.b, fixed.leaf(image));
    const auto y = f(x);
    EXPECT_EQ(y.dims(), decltype(y)::static_shape) << what;
    expect_near(run_time.value(y.id()), fixed.value(f(z).id()), 1e-14, what);
    expect_near(gradient_of(run_time, x, y), gradient_of(fixed, z, f(z)), 1e-14, what + ", gradient");
}

TEST(images, run_time_extents_keep_their_length) {
    constexpr auto rows = dynamic<4>, height = dynamic<9, 2>, width = dynamic<6, 3>;
    expect_same_of_run_time_extents<rows, 3, 6, 5>(max_pool2d<2>, {2, 3, 6, 5}, "rows");
    expect_same_of_run_time_extents<rows, 3, height, width>(max_pool2d<3, pool{.stride = 1, .padding = 1}>,
                                                            {2, 3, 5, 4}, "max_pool2d");
    expect_same_of_run_time_extents<rows, 3, height, width>(
        avg_pool2d<3, pool{.stride = 1, .padding = 1, .count_include_pad = false}>, {2, 3, 5, 4}, "avg_pool2d");
    expect_same_of_run_time_extents<rows, 3, height, width>(avg_pool2d<3, pool{.stride = 1, .padding = same}>,
                                                            {1, 3, 1, 2}, "avg_pool2d that counts padding");
    expect_same_of_run_time_extents<rows, 3, height, width>(global_max_pool, {2, 3, 5, 4}, "global_max_pool");
    expect_same_of_run_time_extents<rows, 3, height, width>(global_avg_pool, {2, 3, 5, 4}, "global_avg_pool");
    expect_same_of_run_time_extents<rows, 3, height, width>(adaptive_max_pool2d<1>, {2, 3, 5, 4},
                                                            "adaptive_max_pool2d");
    expect_same_of_run_time_extents<rows, 4, height, width>(channel_shuffle<2>, {2, 4, 5, 4}, "channel_shuffle");
}

}  // namespace
