// What docs/pytorch.md says of how to compose a function of PyTorch's is an expression that compiles.
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;

struct page {
    constexpr void operator()(network &net) const {
        constexpr auto rows = dynamic<8>;
        const auto x = net.input<f32, rows, 4, 6, 6>("x");
        const auto v = net.input<f32, rows, 6>("v"), u = net.input<f32, rows, 6>("u"), n = net.input<f32, rows, 6>("n");
        const auto bi = net.parameter<f32, 3, 6, 6>("bilinear");
        const auto words = net.input<i32, rows, 5>("words");
        const float margin = 0.5f, t = 0.1f, alpha = 2;
        const auto bilinear = sum<-1>(einsum<"bi,oij->boj">(v, bi) * expand<1>(u));
        const auto unpooled = grad(sum(max_pool2d<2>(x) * net.input<f32, rows, 4, 3, 3>("y")), x);
        const auto padded = pad<-1, 1, 1>(pad<-2, 1, 1>(x, 3), 3);
        const auto bag = reduce_max<1>(embedding<10, 3>("bag", words));
        const auto up = upsample2d<2, interpolation::aligned>(interpolate2d<per_axis{7, 9}>(x));
        const auto weight = net.parameter<f32, 1>("weight", constant(0.25));
        const auto prelu = max(x, 0) + weight * min(x, 0);
        const auto celu = max(x, 0) + min(alpha * expm1(x / alpha), 0);
        const auto hard = select(abs(x) > 0.5f, x, 0), soft = sign(x) * relu(abs(x) - 0.5f),
                   thresh = select(x > t, x, 1);
        const auto [a, b] = chunk<-1, 2>(x);
        const auto glu = a * sigmoid(b);
        const auto he = select(u == 1, v, relu(margin - v)), mr = relu(margin - u * (v - n)), sm = softplus(-u * v);
        const auto trip = relu(norm<-1>(v - u) - norm<-1>(v - n) + margin), pd = norm<-1>(v - u + 1e-6f);
        const auto po = exp(v) - u * v, ga = (log(n) + square(v - u) / n) / 2;
        const auto ml = mean<-1>(sigmoid_cross_entropy(v, u));
        const auto bce = -(u * log(v) + (1 - u) * log(1 - v));
        const auto pix = softmax_cross_entropy(permute<0, 2, 3, 1>(x), net.input<i32, rows, 6, 6>("classes"));
        net.entry("all", output("1", bilinear), output("2", unpooled), output("3", padded), output("4", bag),
                  output("5", up), output("6", prelu), output("7", celu), output("8", hard), output("9", soft),
                  output("10", thresh), output("11", glu), output("12", he), output("13", mr), output("14", sm),
                  output("15", trip), output("16", pd), output("17", po), output("18", ga), output("19", ml),
                  output("20", bce), output("21", pix),
                  output("22", global_avg_pool(adaptive_max_pool2d<5, 7>(reflection_pad2d<1>(x)))),
                  output("23", expand<0>(sum<0>(x))), output("24", softmax(-x)),
                  output("25", variance<0, 2, 3>(x, 0) * mean<0, 2, 3>(x)));
    }
};

TEST(pytorch_page, its_compositions_are_expressions) {
    constexpr graph::table_view table = graph_of<page>();
    std::size_t outputs = 0;
    for (const graph::root &r : table.roots) outputs += r.what == graph::root_kind::output ? 1 : 0;
    EXPECT_EQ(outputs, 25u);
}

}  // namespace
