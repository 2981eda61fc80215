// Recurrent layers have PyTorch's parameters, outputs, last states and gradients. Through kernels:
// tests/networks/recurrent.test.cpp.
#include "golden_file.hpp"
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// A case of tests/golden/make_recurrent.py.
class golden_case {
  public:
    explicit golden_case(const json &values) : golden_(values) {}

    template <detail::cell Kind, recurrent Of, std::int64_t Time>
    void expect_pytorch() {
        SCOPED_TRACE(golden_.at("kind").get<std::string>());
        const expr<shape_type<3, Time, 4>, f64> x(t_.b, leaf("x", golden_.at("x")));
        layer::recurrent_options options{.bias = golden_.at("bias"), .relu = golden_.contains("nonlinearity")};
        if (!golden_.at("lengths").is_null()) {
            const auto lengths = golden_.at("lengths").get<std::vector<double>>();
            options.lengths = {t_.b, t_.leaf(i32, {3}, lengths)};
        }
        using state = detail::result_expr<detail::recurrent_states<decltype(x), 6, Of>, f64>;
        std::vector<state> starts;
        for (const json &start : golden_.at("starts"))
            starts.emplace_back(t_.b, leaf("start" + std::to_string(starts.size()), start));
        if constexpr (Kind == detail::cell::lstm) {
            const auto [y, h, c] = lstm_with_state<6, Of>("layer", x, starts[0], starts[1], options);
            expect({y.id(), h.id(), c.id()});
        } else if constexpr (Kind == detail::cell::gru) {
            const auto [y, h] = gru_with_state<6, Of>("layer", x, starts[0], options);
            expect({y.id(), h.id()});
        } else {
            const auto [y, h] = rnn_with_state<6, Of>("layer", x, starts[0], options);
            expect({y.id(), h.id()});
        }
    }

  private:
    node_id leaf(const std::string &name, const json &value) { return leaves_[name] = t_.leaf(to_tensor(value)); }

    void expect(const std::vector<node_id> &results) {
        for (const auto &[name, value] : golden_.at("parameters").items()) {
            const node_id id = t_.b.find_leaf("layer." + name);
            ASSERT_NE(id, graph::no_node) << name;
            t_.give(id, to_tensor(value));
            leaves_[name] = id;
        }
        ASSERT_EQ(results.size(), golden_.at("weights").size());
        node_id loss = graph::no_node;
        for (std::size_t k = 0; k < results.size(); ++k) {
            expect_near(t_.value(results[k]), to_tensor(k == 0 ? golden_.at("outputs") : golden_.at("ends").at(k - 1)),
                        1e-11, "result");
            const node_id weight = t_.leaf(to_tensor(golden_.at("weights").at(k)));
            const node_id part =
                graph::reduce(t_.b, op::reduce_sum, graph::binary(t_.b, op::multiply, results[k], weight),
                              graph::all_axes(t_.b.dims(weight)));
            loss = loss == graph::no_node ? part : graph::binary(t_.b, op::add, loss, part);
        }
        ASSERT_EQ(golden_.at("gradients").size(), leaves_.size());
        for (const auto &[name, id] : leaves_) {
            node_id gradient = graph::no_node;
            graph::differentiate(t_.b, loss, {&id, 1}, {&gradient, 1});
            ASSERT_NE(gradient, graph::no_node) << name;
            expect_near(t_.value(gradient), to_tensor(golden_.at("gradients").at(name)), 1e-11, name);
        }
    }

    const json &golden_;
    bench t_;
    std::map<std::string, node_id> leaves_;
};

template <detail::cell Kind>
void expect_pytorch(const json &values) {
    golden_case one(values);
    constexpr recurrent both{.bidirectional = true}, two{.layers = 2, .bidirectional = true};
    if (values.at("layers") == 2)
        one.expect_pytorch<Kind, two, 5>();
    else if (values.at("bidirectional") == true)
        one.expect_pytorch<Kind, both, 5>();
    else if (values.at("x").at("shape").at(1) == 1)
        one.expect_pytorch<Kind, recurrent{}, 1>();
    else
        one.expect_pytorch<Kind, recurrent{}, 5>();
}

TEST(recurrent, layers_agree_with_pytorch) {
    const json all = read_golden("recurrent.json");
    EXPECT_EQ(all.size(), 16u);
    for (const json &one : all) {
        if (one.at("kind") == "rnn") expect_pytorch<detail::cell::rnn>(one);
        if (one.at("kind") == "lstm") expect_pytorch<detail::cell::lstm>(one);
        if (one.at("kind") == "gru") expect_pytorch<detail::cell::gru>(one);
    }
}

}  // namespace
