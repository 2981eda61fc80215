// A language model of characters: a transformer that is shown a piece of a text and says, behind each of its
// characters, how likely each character is to come next.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct text {
    static constexpr auto rows = dynamic<32>;  // 1 to 32 pieces of the text a call
    static constexpr std::int64_t vocabulary = 96, places = 128, width = 128, heads = 4, blocks = 4;
    static constexpr std::int64_t written = 1;  // texts that are written side by side
    static constexpr double p = 0.1;            // of what is dropped in training

    // with and without a cache
    static constexpr auto rows_of(const auto &table) { return table; }
    static constexpr auto rows_of(const auto &table, const auto &cache) { return gather(table, cache.places()); }

    static constexpr auto attend(std::string_view name, const auto &x) {
        return self_attention<heads>(name, x, {.causal = true, .dropout = p});
    }
    static constexpr auto attend(std::string_view name, const auto &x, auto &cache) {
        return cached_attention<heads>(name, x, cache);
    }

    constexpr void operator()(network &net) const {
        const auto places_of_text = net.parameter<f32, places, width>("place.weight", normal(0, 0.02));

        // The logits behind each of the tokens [rows, time]: of whole pieces; or, with a cache, of the tokens that
        // go on where the call before has ended.
        const auto model = [&](std::string_view, const auto &tokens, auto &...cache) {
            const auto token = embedding<vocabulary, width>("token", tokens, {.weight = normal(0, 0.02)});
            auto x = dropout("drop", token + rows_of(places_of_text, cache...), {.p = p});
            for (std::size_t k = 0; k < blocks; ++k) {
                const auto block = layer::member("blocks", k);
                const auto part = [&](std::string_view name) { return layer::member(block, name); };
                const auto seen = attend(part("attention"), layer_norm(part("norm1"), x), cache...);
                x = x + dropout(part("drop1"), seen, {.p = p});
                const auto mixed = sequential(part("mlp"), layer_norm(part("norm2"), x), dense<4 * width>,
                                              layer::gelu_tanh, dense<width>);
                x = x + dropout(part("drop2"), mixed, {.p = p});
            }
            return dense<vocabulary>("head", layer_norm("norm", x), {.bias = false});
        };
        const shared_layer logits_of(net, "model", model);

        const auto tokens = net.input<i32, rows, places>("tokens");
        const auto next = net.input<i32, rows, places>("next");
        const auto loss = softmax_cross_entropy(logits_of(tokens), next);  // of each place, in nats
        net.entry("evaluate", metric("loss", loss));
        net.entry("train",
                  minimize(mean(loss), adam{.rate = net.scalar("rate"), .beta2 = 0.99},
                           decoupled_decay(0.1, except("*.bias", "*norm*")), clip_by_global_norm(1.0)),
                  metric("loss", loss));

        // One token a call: the keys and values of those before are kept.
        const auto token = net.input<i32, written, 1>("token");
        attention_cache<places> cache(net.scalar<i32>("position"));
        const auto logits = logits_of(token, cache);
        net.entry("write", output("logits", logits), cache.stored());
    }
};
