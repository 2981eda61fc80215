// Which inputs are known to be labels and indices, and with what range.
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/program_model.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>

#include <gtest/gtest.h>

namespace sylvite::codegen {
namespace {

template <class Network>
program_model model_of() {
    model_options options;
    options.name = "net";
    options.targets = {{"x86-64-linux-avx-avx2-fma-sse41", {}}};
    return model_program(graph_of<Network>(), options);
}

/// "label 0..2 NaN" or "position 0..49", with the part that is used, for each use of the entry.
std::string uses_of(const program_model &model, std::string_view entry) {
    std::string text;
    for (const entry_model &e : model.first().entries) {
        if (e.name != entry) continue;
        for (const index_use_model &use : e.index_uses) {
            const tensor_model &t = model.first().tensors[use.tensor];
            text += (text.empty() ? "" : ", ") + t.name +
                    (use.what == core::index_use::kind::label ? " label 0.." : " position 0..") +
                    (use.range.is_dynamic() ? "symbol " + std::to_string(use.range.symbol)
                                            : std::to_string(use.range.value - 1)) +
                    (use.gives_nan ? " NaN" : "");
            for (const core::index_use::range &r : use.part)
                if (r.count != 0)
                    text += " [" + std::to_string(r.begin) + " + " + std::to_string(r.step) + " * " +
                            std::to_string(r.count) + "]";
        }
    }
    return text;
}

struct losses {
    static constexpr auto rows = dynamic<8>;
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 5>("x");
        const auto y = net.input<i32, rows>("y");
        const auto z = dense<3>("out", x);
        const auto loss = softmax_cross_entropy(z, y);
        const auto rate = net.scalar("rate");
        net.entry("cross_entropy", metric("m", loss));
        net.entry("smoothed", metric("m", softmax_cross_entropy(z, y, {.label_smoothing = 0.1})));
        net.entry("likelihood", metric("m", negative_log_likelihood(log_softmax(z), y)));
        net.entry("hinge", metric("m", multiclass_hinge(z, y)));
        net.entry("picked", metric("m", -pick(log_softmax(z), y)));
        net.entry("along", metric("m", take_along_axis<1>(z, expand<-1>(y))));
        net.entry("hot", metric("m", z * one_hot<3>(y)));
        net.entry("masked", metric("m", weighted_mean(loss, y != -100)));
        net.entry("train", minimize(mean(loss), adam{.rate = rate}), metric("loss", loss));
        net.entry("blind", minimize(mean(loss), gradient_descent{.rate = rate}));
        net.entry("predict", output("class", argmax<1>(z)));
        net.entry("accuracy", metric("m", argmax<1>(z) == y));
        net.entry("targets", metric("m", softmax_cross_entropy(z, softmax(z))));
    }
};

TEST(index_uses, of_labels_are_known_for_every_loss_of_classes) {
    const program_model model = model_of<losses>();
    for (const char *entry : {"cross_entropy", "smoothed", "likelihood", "hinge", "masked", "train"})
        EXPECT_EQ(uses_of(model, entry), "y label 0..2 NaN") << entry;
    for (const char *entry : {"picked", "along"}) EXPECT_EQ(uses_of(model, entry), "y position 0..2 NaN") << entry;
    EXPECT_EQ(uses_of(model, "hot"), "y label 0..2");
    EXPECT_EQ(uses_of(model, "blind"), "y label 0..2") << "rows whose label is out of range are left out in silence";
    for (const char *entry : {"predict", "accuracy", "targets"}) EXPECT_EQ(uses_of(model, entry), "") << entry;
}

struct indexing {
    static constexpr auto rows = dynamic<8>;
    constexpr void operator()(network &net) const {
        const auto tokens = net.input<i32, rows, 6>("tokens");
        const auto given = net.input<f32, rows>("given");
        const auto table = net.input<f32, 7, 4>("table");
        const auto group = net.input<i32, rows>("group");
        const auto many = net.input<f32, rows, 2>("many");
        const auto front = slice<1, 0, 5>(tokens), back = slice<1, 1, 6>(tokens);
        net.entry("embedded", metric("m", embedding<50, 4>("token", tokens)));
        net.entry("language",
                  metric("m", softmax_cross_entropy(dense<50>("next", embedding<50, 4>("word", front)), back)));
        net.entry("reversed", metric("m", gather(table, slice<1, 0, 2>(reverse<1>(tokens)))));
        net.entry("cast", metric("m", gather(table, cast<i32>(given))));
        net.entry("shifted", metric("m", gather(table, group - 1)));
        net.entry("reshaped", metric("m", gather(table, reshape<48>(net.input<i32, 8, 6>("fixed")))));
        net.entry("added", output("sums", scatter_add<5>(group, many)));
        net.entry("dynamic", metric("m", gather(many, group)));
        const any_expr positions(tokens.owner(), graph::iota(tokens.owner(), tokens.dims(), 1));
        net.entry("compared", metric("m", decltype(tokens == tokens)(any_expr(positions == tokens))));
    }
};

TEST(index_uses, of_indices_are_followed_through_casts_and_layout) {
    const program_model model = model_of<indexing>();
    EXPECT_EQ(uses_of(model, "embedded"), "tokens position 0..49 NaN");
    EXPECT_EQ(uses_of(model, "language"), "tokens position 0..49 NaN [0 + 1 * 5], tokens label 0..49 NaN [1 + 1 * 5]");
    EXPECT_EQ(uses_of(model, "reversed"), "tokens position 0..6 NaN [4 + 1 * 2]");
    EXPECT_EQ(uses_of(model, "cast"), "given position 0..6 NaN");
    EXPECT_EQ(uses_of(model, "shifted"), "") << "its range is another than the table's";
    EXPECT_EQ(uses_of(model, "reshaped"), "fixed position 0..6 NaN");
    EXPECT_EQ(uses_of(model, "added"), "group position 0..4");
    EXPECT_EQ(uses_of(model, "dynamic"), "group position 0..symbol 1 NaN");
    EXPECT_EQ(uses_of(model, "compared"), "") << "each value is compared with its own position alone";
}

struct third_extent {
    constexpr void operator()(network &net) const {
        const auto table = net.input<f32, dynamic<8, 3>, 2>("table");
        net.entry("read", metric("m", gather(table, net.input<i32, 4>("which"))));
    }
};

TEST(index_uses, of_a_dynamic_range_name_the_symbol_of_the_program) {
    EXPECT_EQ(uses_of(model_of<third_extent>(), "read"), "which position 0..symbol 1 NaN");
}

TEST(index_uses, stand_in_the_program_with_the_users_line) {
    const program_model model = model_of<losses>();
    ASSERT_EQ(model.first().entries[0].index_uses.size(), 1U);
    EXPECT_TRUE(model.first().entries[0].index_uses[0].location.starts_with("index_uses.test.cpp:"));
    const std::string text = emit_program(model);
    EXPECT_NE(text.find("constexpr core::index_use index_uses[] = {"), std::string::npos);
    EXPECT_NE(text.find(".what = core::index_use::kind::label, .gives_nan = true, .extent = 3, .location = "),
              std::string::npos)
        << text;
}

}  // namespace
}  // namespace sylvite::codegen
