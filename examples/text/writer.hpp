// Writes a text with a trained network, a character a call.
#pragma once

#include "characters.hpp"

#include <sylvite/runtime/handles.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How many places a network has: a row of the parameter for each.
template <class T, std::int64_t Places, std::int64_t... Width>
constexpr std::size_t places_of(sylvite::parameter_handle<T, Places, Width...>) {
    return Places;
}

/// What comes next is drawn by the probabilities that the network gives, to the power 1 / temperature: at 0 the
/// likeliest character comes, at 1 each as often as the network thinks.
template <class Network>
class writer {
  public:
    writer(Network &net, double temperature, std::uint64_t seed) : net_(net), temperature_(temperature), random_(seed) {
        net_.bind(Network::token, std::span(&token_, 1));
    }
    writer(const writer &) = delete;
    writer &operator=(const writer &) = delete;

    /// `length` characters behind this beginning, which needs one at least.
    std::string go_on(std::string_view beginning, std::size_t length) {
        text_.clear();
        at_ = 0;
        std::span<const float> logits;
        for (const std::int32_t token : tokens_of(beginning, "the beginning")) logits = read(token);
        std::string written;
        while (written.size() < length) {
            const std::int32_t token = drawn(logits);
            written += character_of(token);
            logits = read(token);
        }
        return written;
    }

  private:
    static constexpr std::size_t places = places_of(Network::place_weight);

    /// The logits of what comes behind this token. Where the network has no place left, it reads the last half of the
    /// text again, from its first place on.
    std::span<const float> read(std::int32_t token) {
        text_.push_back(token);
        if (at_ == places) {
            at_ = 0;
            const std::size_t begin = text_.size() - places / 2;
            for (std::size_t i = begin; i + 1 < text_.size(); ++i) next(text_[i]);
        }
        return next(token);
    }
    std::span<const float> next(std::int32_t token) {
        token_ = token;
        net_.set(Network::position, static_cast<std::int32_t>(at_++));
        return net_.write().logits;
    }

    std::int32_t drawn(std::span<const float> logits) {
        const auto likeliest = std::max_element(logits.begin(), logits.end());
        if (temperature_ == 0) return static_cast<std::int32_t>(likeliest - logits.begin());
        std::vector<double> weights(logits.size());
        for (std::size_t i = 0; i < logits.size(); ++i)
            weights[i] = std::exp(static_cast<double>(logits[i] - *likeliest) / temperature_);
        return std::discrete_distribution<std::int32_t>(weights.begin(), weights.end())(random_);
    }

    Network &net_;
    double temperature_;
    std::mt19937_64 random_;
    std::vector<std::int32_t> text_;  // all that was read
    std::size_t at_ = 0;              // the place of the next token
    std::int32_t token_ = 0;          // bound to the network
};
