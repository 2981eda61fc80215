// In which order values lie in memory: channels last between kernels that look through windows, all else as declared.
#include <sylvite/codegen/plan/order.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace sylvite;

template <std::int64_t Channels>
struct two_convolutions {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 3, 9, 10>("x");
        const auto first = relu(conv2d<Channels, 3, conv{.padding = 1}>("first", x));
        const auto y = conv2d<16, 3>("second", max_pool2d<2>(first));
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mean(square(y)), gradient_descent{.rate = 0.1}));
    }
};
struct plain {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 5, 6, 7>("x");
        net.entry("predict", output("y", softmax<3>(relu(einsum<"abcd,abed->abce">(x, x)))));
    }
};

/// Its result with the channels last.
struct channels_last_out {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 3, 8, 8>("x");
        net.entry("predict", output("y", permute<0, 2, 3, 1>(relu(conv2d<16, 3>("c", x)))));
    }
};

/// The orders of all materialised values, "0231" for channels last, "" for as declared.
template <class Network>
std::multiset<std::string> orders_of(const std::string &entry) {
    constexpr graph::table_view table = graph_of<Network>();
    std::multiset<std::string> orders;
    for (const graph::entry_record &e : table.entries) {
        if (table.name(e.name) != entry) continue;
        const plan::ordered_kernels planned = plan::order_kernels(table, e);
        for (graph::node_id id = 0; id < table.size(); ++id) {
            if (planned.fusion.materialised[id] == 0) continue;
            std::string text;
            for (int i = 0; i < planned.orders[id].rank; ++i)
                text += static_cast<char>('0' + planned.orders[id].axes[i]);
            orders.insert(text);
        }
    }
    return orders;
}

TEST(storage_order, puts_channels_last_between_convolutions) {
    // The first convolution, its largest elements, and the result, which has a name.
    EXPECT_EQ(orders_of<two_convolutions<16>>("predict"), (std::multiset<std::string>{"", "0231", "0231"}));
    EXPECT_GE(orders_of<two_convolutions<16>>("train").count("0231"), 4U);
}

TEST(storage_order, stores_a_result_in_its_own_order_without_a_copy) {
    constexpr graph::table_view table = graph_of<channels_last_out>();
    EXPECT_EQ(plan::order_kernels(table, table.entries[0]).steps.size(), 1U);
    EXPECT_EQ(orders_of<channels_last_out>("predict"), (std::multiset<std::string>{"0231"}));
}

/// A dense layer of a whole image, and attention-like products of its places.
struct flattened {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 3, 8, 8>("x");
        const auto pooled = max_pool2d<2>(relu(conv2d<16, 3>("c", x)));
        net.entry("predict", output("y", dense<5>("d", flatten<>(pooled))));
        const auto places = reshape<2, 16, 9>(pooled);
        net.entry("places", output("y", einsum<"bcp,bcq->bpq">(places, places)));
    }
};

TEST(storage_order, leaves_what_is_flattened_as_it_is_declared) {
    // the convolution, its largest elements, and the result
    EXPECT_EQ(orders_of<flattened>("predict"), (std::multiset<std::string>{"", "", "0231"}));
    EXPECT_EQ(orders_of<flattened>("places"), (std::multiset<std::string>{"", "0231", "0231"}));
}

TEST(storage_order, leaves_few_channels_where_they_are) {
    EXPECT_EQ(orders_of<two_convolutions<6>>("predict").count("0231"), 0U);
}

TEST(storage_order, leaves_networks_without_windows_alone) {
    for (const std::string &order : orders_of<plain>("predict")) EXPECT_EQ(order, "");
}

TEST(storage_order, applies_to_shapes) {
    plan::storage_order order{{0, 2, 3, 1}, 4};
    shape s;
    for (const std::int64_t e : {2, 3, 4, 5}) s.push_back({e, 0});
    const shape stored = order.apply(s);
    EXPECT_EQ(stored[1].value, 4);
    EXPECT_EQ(stored[3].value, 3);
    EXPECT_EQ(plan::storage_order{}.apply(s), s);
}

}  // namespace
