// Batch, group and instance normalisation: values, gradients and running statistics of several steps against PyTorch
// (tests/golden/make_norms.py), two orders of derivatives against finite differences, run-time extents, mistakes.
#include "golden_file.hpp"
#include "support.hpp"

#include <set>

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// visit(name, function of an expression with these extents); the layer's name is "n".
template <class Visit>
void visit_norms(Visit visit) {
    const auto batch = [](layer::batch_norm options) {
        return [=](const network &, const auto &x) { return batch_norm("n", x, options); };
    };
    const auto instance = [](layer::instance_norm options) {
        return [=](const network &, const auto &x) { return instance_norm("n", x, options); };
    };
    visit.template operator()<5, 3>("batch_norm of rows", batch({}));
    visit.template operator()<2, 1>("batch_norm of two rows", batch({}));
    visit.template operator()<3, 2, 7>("batch_norm of signals", batch({.momentum = 0.3}));
    visit.template operator()<2, 3, 5, 3>("batch_norm of images", batch({}));
    visit.template operator()<1, 3, 1, 3>("batch_norm of one image", batch({.epsilon = 0.01, .momentum = 1}));
    visit.template operator()<2, 2, 3, 1, 2>("batch_norm of volumes", batch({.momentum = 0}));
    visit.template operator()<3, 3, 2, 3>("batch_norm without affine", batch({.affine = false}));
    visit.template operator()<2, 3, 3, 3>("batch_norm frozen", batch({.freeze = true}));
    visit.template operator()<4, 3>("batch_norm twice", [](const network &net, const auto &x) {
        const shared_layer norm(net, "n", layer::batch_norm{.momentum = 0.2});
        return norm(sin(norm(x)));
    });
    visit.template operator()<2, 4, 3, 5>("group_norm 2",
                                          [](const network &, const auto &x) { return group_norm<2>("n", x); });
    visit.template operator()<3, 3, 5>(
        "group_norm 1", [](const network &, const auto &x) { return group_norm<1>("n", x, {.epsilon = 0.01}); });
    visit.template operator()<1, 4, 3, 3>("group_norm 4 of 4",
                                          [](const network &, const auto &x) { return group_norm<4>("n", x); });
    visit.template operator()<5, 12>("group_norm 3 of rows", [](const network &, const auto &x) {
        return group_norm<3>("n", x, {.affine = false});
    });
    visit.template operator()<2, 2, 3, 1, 2>("group_norm 2 of volumes",
                                             [](const network &, const auto &x) { return group_norm<2>("n", x); });
    visit.template operator()<2, 3, 7>("instance_norm of signals", instance({}));
    visit.template operator()<2, 3, 5, 3>("instance_norm of images", instance({.epsilon = 0.01, .affine = true}));
    visit.template operator()<2, 1, 3, 1, 2>("instance_norm of volumes", instance({}));
    visit.template operator()<3, 2, 3, 3>("instance_norm tracked",
                                          instance({.momentum = 0.3, .affine = true, .track_running_stats = true}));
}

/// Entries "train" and "predict" of a layer, with the gradients of the golden numbers' weighted sum.
template <dtype Type, auto... Dims, class Apply>
graph::table network_of(Apply apply, const std::vector<std::string> &order) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<Type, Dims...>("x");
    const any_expr y = apply(net, x), weights = net.input<Type, Dims...>("weights");
    const any_expr total(b, graph::reduce(b, op::reduce_sum, (y * weights).id(), graph::all_axes(y.dims())));
    std::vector<node_id> wanted{x.id()}, gradients(1 + order.size());
    for (const std::string &name : order) wanted.push_back(b.find_leaf("n." + name));
    graph::differentiate(b, total.id(), wanted, gradients);
    std::vector<std::string> names;
    for (std::size_t k = 0; k < wanted.size(); ++k) names.push_back(std::to_string(k));
    const auto gradient = [&](std::size_t k) { return output(names[k], any_expr(b, gradients[k])); };
    if (order.empty())
        net.entry("train", training_mode, output("y", y), gradient(0));
    else
        net.entry("train", training_mode, output("y", y), gradient(0), gradient(1), gradient(2));
    net.entry("predict", output("y", y));
    return graph::compact(b.table().view());
}

template <dtype Type, auto... Dims, class Apply>
void expect_pytorch(const json &c, Apply apply) {
    const auto order = c.at("order").get<std::vector<std::string>>();
    const graph::table whole = network_of<Type, Dims...>(apply, order);
    const graph::table_view table = whole.view();
    reference::tensors variables;
    for (const auto &[name, value] : c.at("start").items()) variables.emplace("n." + name, to_tensor(value));
    std::set<std::string> declared;
    for (node_id id = 0; id < table.size(); ++id)
        if (table[id].kind == op::parameter || table[id].kind == op::state) declared.emplace(table.name_of_leaf(id));
    std::set<std::string> named;
    for (const auto &v : variables) named.insert(v.first);
    EXPECT_EQ(declared, named);
    tensor weights(Type, {Dims...});
    for (std::size_t i = 0; i < weights.size(); ++i) weights.set(i, 0.5 + static_cast<double>(i * 7 % 11) / 10);
    const double tolerance = Type == f32 ? 3e-6 : 1e-12;
    reference::tensors inputs{{"weights", weights}};
    for (const json &step : c.at("steps")) {
        inputs.insert_or_assign("x", to_tensor(step.at("input")));
        const auto found = run_entry(table, reference::entry_of(table, "train"), variables, inputs).outputs;
        expect_near(found.at("y"), to_tensor(step.at("output")), tolerance, "output");
        for (std::size_t k = 0; k <= order.size(); ++k)
            expect_near(found.at(std::to_string(k)), to_tensor(step.at("gradients").at(k)), 20 * tolerance,
                        "gradient " + std::to_string(k));
    }
    const auto found = run_entry(table, reference::entry_of(table, "predict"), variables, inputs).outputs;
    expect_near(found.at("y"), to_tensor(c.at("evaluated")), tolerance, "evaluated");
    for (const auto &[name, value] : c.at("end").items())
        expect_near(variables.at("n." + name), to_tensor(value), tolerance, name);
}

TEST(norms, values_gradients_and_running_statistics_agree_with_pytorch) {
    std::set<std::string> met;
    const json golden = read_golden("norms.json");
    for (const json &c : golden.at("cases")) {
        const std::string wanted = c.at("name");
        const bool is_wide = c.at("evaluated").at("dtype") == "f64";
        SCOPED_TRACE(wanted + (is_wide ? " f64" : " f32"));
        visit_norms([&]<auto... Dims>(const char *name, auto apply) {
            if (name != wanted) return;
            met.insert(name);
            if (is_wide)
                expect_pytorch<f64, Dims...>(c, apply);
            else
                expect_pytorch<f32, Dims...>(c, apply);
        });
        EXPECT_TRUE(met.contains(wanted)) << "unknown";
    }
    visit_norms([&]<auto... Dims>(const char *name, auto) { EXPECT_TRUE(met.contains(name)) << name; });
}

TEST(norms, have_right_derivatives_of_two_orders_in_both_modes) {
    visit_norms([]<auto... Dims>(const char *name, auto apply) {
        for (const graph::mode in : {graph::mode::training, graph::mode::evaluation}) {
            const std::string what = name + std::string(in == graph::mode::training ? ", trained" : ", evaluated");
            bench t;
            random_numbers random(41);
            const expr<shape_type<Dims...>, f64> x(t.b, t.leaf(random.uniform(f64, {Dims...}, -1, 2)));
            const any_expr y = apply(network(t.b), x);
            std::vector<node_id> leaves;
            for (const node_id id : t.b.leaves()) {
                const bool is_state = t.b[id].kind == op::state;
                if (!t.has(id))
                    t.give(id, random.uniform(f64, t.extents(t.b.dims(id)), is_state ? 0.5 : -1, is_state ? 1.5 : 1));
                if (!is_state) leaves.push_back(id);
            }
            const node_id loss = weighted_sum(t, tanh(any_expr(t.b, graph::resolve(t.b, in, y.id()))).id());
            expect_gradient(t, loss, leaves, what);
            std::vector<node_id> gradients(leaves.size());
            graph::differentiate(t.b, loss, leaves, gradients);
            node_id total = weighted_sum(t, gradients[0]);
            for (std::size_t i = 1; i < gradients.size(); ++i)
                total = graph::binary(t.b, op::add, total, weighted_sum(t, gradients[i]));
            expect_gradient(t, total, leaves, what + ", second order", 2e-6);
        }
    });
}

/// Differentiated first, in the mode that an entry has then: what minimize does the other way round.
TEST(norms, resolved_after_differentiation_have_the_same_gradient) {
    visit_norms([]<auto... Dims>(const char *name, auto apply) {
        bench t;
        random_numbers random(43);
        const expr<shape_type<Dims...>, f64> x(t.b, t.leaf(random.uniform(f64, {Dims...}, -1, 2)));
        const node_id leaf = x.id();
        const any_expr y = apply(network(t.b), x);
        for (const node_id id : t.b.leaves())
            if (!t.has(id)) t.give(id, random.uniform(f64, t.extents(t.b.dims(id)), 0.5, 1.5));
        const node_id loss = weighted_sum(t, tanh(y).id());
        node_id late = graph::no_node;
        graph::differentiate(t.b, loss, {&leaf, 1}, {&late, 1});
        for (const graph::mode in : {graph::mode::training, graph::mode::evaluation}) {
            node_id early = graph::no_node;
            graph::differentiate(t.b, graph::resolve(t.b, in, loss), {&leaf, 1}, {&early, 1});
            expect_near(t.value(graph::resolve(t.b, in, late)), t.value(early), 1e-13, name);
        }
    });
}

/// Without running statistics too: what groups and instances are normalised by are their own elements.
TEST(norms, of_run_time_extents_are_those_of_fixed_ones) {
    constexpr auto rows = dynamic<4>, width = dynamic<6, 2>;
    const auto expect_same = [](auto apply, const std::string &what) {
        bench run_time, fixed;
        random_numbers random(44);
        const tensor image = random.uniform(f64, {3, 4, 2, 5}, -1, 1);
        run_time.extents.of_symbol[1] = 3;
        run_time.extents.of_symbol[2] = 5;
        const shape dims = detail::shape_of_dims<rows, 4, 2, width>::value;
        const expr<shape_type<rows, 4, 2, width>, f64> x(run_time.b, run_time.leaf(dims, image));
        const expr<shape_type<3, 4, 2, 5>, f64> z(fixed.b, fixed.leaf(image));
        const auto value = [&](bench &t, const auto &from) {
            const auto y = apply(from);
            EXPECT_EQ(y.dims(), decltype(y)::static_shape) << what;
            for (const node_id id : t.b.leaves())
                if (!t.has(id)) t.give(id, random_numbers(45).uniform(f64, t.extents(t.b.dims(id)), 0.5, 1.5));
            const node_id total = graph::reduce(t.b, op::reduce_sum, exp(any_expr(y)).id(), graph::all_axes(y.dims())),
                          leaf = from.id();
            node_id gradient = graph::no_node;
            graph::differentiate(t.b, graph::resolve(t.b, graph::mode::training, total), {&leaf, 1}, {&gradient, 1});
            return std::pair(t.value(graph::resolve(t.b, graph::mode::training, y.id())), t.value(gradient));
        };
        const auto found = value(run_time, x), expected = value(fixed, z);
        expect_near(found.first, expected.first, 1e-13, what);
        expect_near(found.second, expected.second, 1e-12, what + ", gradient");
    };
    expect_same([](const auto &x) { return batch_norm("n", x); }, "batch_norm");
    expect_same([](const auto &x) { return group_norm<2>("n", x); }, "group_norm");
    expect_same([](const auto &x) { return instance_norm("n", x, {.affine = true}); }, "instance_norm");
    expect_same([](const auto &x) { return group_normalise<2>(x, 0.01) + instance_normalise(x); }, "functions");
}

TEST(norms, go_into_sequences_as_they_are_called) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, 2, 4, 3, 3>("x");
    (void)sequential("s", x, batch_norm, layer::relu, group_norm<2>, instance_norm,
                     layer::named{"last", layer::batch_norm{.affine = false}});
    std::vector<std::string> names;
    for (const node_id id : b.leaves()) names.emplace_back(b.name(static_cast<graph::name_id>(b.attributes(id)[0])));
    EXPECT_EQ(names, (std::vector<std::string>{"x", "s.0.running_mean", "s.0.running_var", "s.0.weight", "s.0.bias",
                                               "s.2.weight", "s.2.bias", "s.last.running_mean", "s.last.running_var"}));
}

template <auto... Dims, class Apply>
graph::table trained(Apply apply) {
    graph::builder b;
    const network net(b);
    const auto y = apply(net, net.input<f32, Dims...>("x"));
    net.entry("predict", output("y", y));
    net.entry("train", training_mode, output("y", y));
    return graph::compact(b.table().view());
}
/// The masks of what a run of the entry "train" must have two of.
template <auto... Dims, class Apply>
std::vector<std::uint32_t> samples(Apply apply) {
    const graph::table table = trained<Dims...>(apply);
    EXPECT_TRUE(table.view().samples_of(table.entries[0]).empty()) << "it predicts";
    std::vector<std::uint32_t> masks;
    for (const graph::root &r : table.view().samples_of(table.entries[1])) masks.push_back(r.symbol_mask);
    return masks;
}

TEST(norms, need_two_elements_where_they_average_a_variance) {
    constexpr auto rows = dynamic<4>, width = dynamic<6, 2>;
    const auto batch = [](const network &, const auto &x) { return batch_norm("n", x); };
    const auto tracked = [](const network &, const auto &x) {
        return instance_norm("n", x, {.track_running_stats = true});
    };
    using masks = std::vector<std::uint32_t>;
    EXPECT_THROW((trained<1, 4>(batch)), graph_error);
    EXPECT_THROW((trained<1, 4, 1, 1>(batch)), graph_error);
    EXPECT_EQ((samples<2, 4>(batch)), masks{});
    EXPECT_EQ((samples<rows, 4>(batch)), masks{1});
    EXPECT_EQ((samples<rows, 4, 1>(batch)), masks{1});
    EXPECT_EQ((samples<rows, 4, 2>(batch)), masks{});
    EXPECT_EQ((samples<rows, 4, width>(batch)), masks{3});
    EXPECT_EQ((samples<1, 4, width>(batch)), masks{2});
    EXPECT_EQ((samples<rows, 4, width>(tracked)), masks{2});
    EXPECT_EQ((samples<rows, 4, width>([](const network &, const auto &x) { return instance_norm("n", x); })), masks{});
    EXPECT_EQ((samples<rows, 4>([](const network &, const auto &x) { return group_norm<2>("n", x); })), masks{});
    EXPECT_EQ((samples<rows, 4>([](const network &, const auto &x) { return batch_norm("n", x, {.freeze = true}); })),
              masks{});
    EXPECT_EQ((samples<rows, 4>([](const network &net, const auto &x) {
                  const shared_layer norm(net, "n", batch_norm);
                  return batch_norm("m", norm(norm(x)));
              })),
              masks{1})
        << "once for all";
}

}  // namespace
