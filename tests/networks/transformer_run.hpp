// Ten steps of the small language model of transformer.hpp by PyTorch, and a compiled one held against them.
#pragma once

#include "../dsl/golden_file.hpp"
#include "near.hpp"

#include <sylvite/runtime/instance.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace sylvite::test {

inline const json &golden() {
    static const json file = sylvite::test::read_golden("transformer.json");
    return file;
}
template <class T>
std::vector<T> values_of(const json &tensor) {
    return tensor.at("values").get<std::vector<T>>();
}

/// The network with PyTorch's parameters and its three rows of tokens.
template <class Network>
struct with_golden_start : Network {
    explicit with_golden_start(sylvite::options wanted) : Network(wanted) {
        for (const auto &[name, start] : golden().at("start").items())
            this->template set<float>(name, std::span<const float>(values_of<float>(start)));
        this->bind(Network::tokens, tokens);
        this->bind(Network::labels, labels);
        this->set(Network::rate, golden().at("rate").template get<float>());
    }
    std::vector<std::int32_t> tokens = values_of<std::int32_t>(golden().at("tokens"));
    std::vector<std::int32_t> labels = values_of<std::int32_t>(golden().at("labels"));
};

template <class Network>
void expect_golden_run(Network &net) {
    const json &run = golden().at("runs").at(0);
    const auto logits = net.predict().logits;
    expect_near(logits, values_of<float>(run.at("logits")), 2e-5, "logits");
    for (const json &loss : run.at("losses")) EXPECT_NEAR(net.train().loss, loss.get<double>(), 5e-5);
    for (const auto &[name, end] : run.at("end").items()) {
        auto expected = values_of<float>(end);
        const std::span<const float> found = net.template values<float>(name);
        // softmax does not see what the keys' bias adds to a row: its gradient is rounding, which Adam makes a step
        if (name.ends_with("in_proj_bias")) std::copy(found.begin() + 8, found.begin() + 16, expected.begin() + 8);
        expect_near(found, expected, 5e-4, name);
    }
}

}  // namespace sylvite::test
