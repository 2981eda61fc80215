// The convolutions of convolutions.txt, measured in turns with oneDNN (./sylvite bench --convolutions).
#include "kernel_turns.hpp"

#include <convolution_shapes.gen.hpp>

#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using nlohmann::json;

struct work {
    std::string pass;
    std::int64_t n = 0, e = 0, in = 0, out = 0, k = 0, s = 0, d = 0, g = 0;
    std::vector<float> x, w, dy;  // from -1 to 1; x and dy channels last

    [[nodiscard]] std::int64_t padding() const { return d * (k - 1) / 2; }
    [[nodiscard]] std::int64_t positions() const { return (e + 2 * padding() - d * (k - 1) - 1) / s + 1; }
    [[nodiscard]] double flops() const {
        return 2.0 * static_cast<double>(n * positions() * positions() * out * (in / g) * k * k);
    }
    [[nodiscard]] double x_at(std::int64_t b, std::int64_t c, std::int64_t i, std::int64_t j) const {
        if (i < 0 || j < 0 || i >= e || j >= e) return 0;
        return static_cast<double>(x[static_cast<std::size_t>(((b * e + i) * e + j) * in + c)]);
    }
    [[nodiscard]] double dy_at(std::int64_t b, std::int64_t o, std::int64_t p, std::int64_t q) const {
        return static_cast<double>(dy[static_cast<std::size_t>(((b * positions() + p) * positions() + q) * out + o)]);
    }
    [[nodiscard]] double w_at(std::int64_t o, std::int64_t c, std::int64_t u, std::int64_t v) const {
        return static_cast<double>(w[static_cast<std::size_t>(((o * (in / g) + c) * k + u) * k + v)]);
    }
};

work make_work(const std::string &name) {
    work t;
    char pass[16] = {};
    long n = 0, e = 0, in = 0, out = 0, k = 0, s = 0, d = 0, g = 0;
    if (std::sscanf(name.c_str(), "%15[a-z]_n%ld_e%ld_c%ld_o%ld_k%ld_s%ld_d%ld_g%ld", pass, &n, &e, &in, &out, &k, &s,
                    &d, &g) != 9)
        throw std::invalid_argument("there is no convolution \"" + name + "\"");
    t = {
        .pass = pass, .n = n, .e = e, .in = in, .out = out, .k = k, .s = s, .d = d, .g = g, .x = {}, .w = {}, .dy = {}};
    t.x.resize(static_cast<std::size_t>(n * e * e * in));
    t.w.resize(static_cast<std::size_t>(out * (in / g) * k * k));
    t.dy.resize(static_cast<std::size_t>(n * t.positions() * t.positions() * out));
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (std::vector<float> *v : {&t.x, &t.w, &t.dy})
        for (float &f : *v) f = uniform(generator);
    return t;
}

/// An element of the result in double, and how large such a sum is.
struct expected_element {
    double value = 0;
    std::int64_t terms = 0;
};

expected_element forward_at(const work &t, std::int64_t index) {
    const std::int64_t p = t.positions(), o = index % t.out, j = index / t.out % p, i = index / t.out / p % p,
                       b = index / t.out / p / p, each = t.in / t.g, first = o / (t.out / t.g) * each;
    expected_element sum{0, each * t.k * t.k};
    for (std::int64_t c = 0; c < each; ++c)
        for (std::int64_t u = 0; u < t.k; ++u)
            for (std::int64_t v = 0; v < t.k; ++v)
                sum.value += t.w_at(o, c, u, v) *
                             t.x_at(b, first + c, i * t.s + u * t.d - t.padding(), j * t.s + v * t.d - t.padding());
    return sum;
}
expected_element data_at(const work &t, std::int64_t index) {
    const std::int64_t c = index % t.in, j = index / t.in % t.e, i = index / t.in / t.e % t.e,
                       b = index / t.in / t.e / t.e, each = t.in / t.g, outs = t.out / t.g, first = c / each * outs;
    expected_element sum{0, outs * t.k * t.k};
    for (std::int64_t u = 0; u < t.k; ++u)
        for (std::int64_t v = 0; v < t.k; ++v) {
            const std::int64_t p = i + t.padding() - u * t.d, q = j + t.padding() - v * t.d;
            if (p < 0 || q < 0 || p % t.s != 0 || q % t.s != 0) continue;
            if (p / t.s >= t.positions() || q / t.s >= t.positions()) continue;
            for (std::int64_t o = 0; o < outs; ++o)
                sum.value += t.w_at(first + o, c % each, u, v) * t.dy_at(b, first + o, p / t.s, q / t.s);
        }
    return sum;
}
expected_element weight_at(const work &t, std::int64_t index) {
    const std::int64_t v = index % t.k, u = index / t.k % t.k, each = t.in / t.g, c = index / t.k / t.k % each,
                       o = index / t.k / t.k / each, first = o / (t.out / t.g) * each;
    expected_element sum{0, t.n * t.positions() * t.positions()};
    for (std::int64_t b = 0; b < t.n; ++b)
        for (std::int64_t p = 0; p < t.positions(); ++p)
            for (std::int64_t q = 0; q < t.positions(); ++q)
                sum.value += t.dy_at(b, o, p, q) *
                             t.x_at(b, first + c, p * t.s + u * t.d - t.padding(), q * t.s + v * t.d - t.padding());
    return sum;
}

/// The largest error of 200 elements, the first and the last among them, over the root of the number of terms.
double off_by(const work &t, std::span<const float> result) {
    std::mt19937 generator(11);
    double largest = 0;
    for (int sample = 0; sample < 200; ++sample) {
        const std::size_t index = sample == 0 ? 0 : sample == 1 ? result.size() - 1 : generator() % result.size();
        const auto at = static_cast<std::int64_t>(index);
        const expected_element wanted = t.pass == "forward" ? forward_at(t, at)
                                        : t.pass == "data"  ? data_at(t, at)
                                                            : weight_at(t, at);
        const double off =
            std::fabs(static_cast<double>(result[index]) - wanted.value) / std::sqrt(static_cast<double>(wanted.terms));
        if (!(off <= largest)) largest = off;  // a NaN stays
    }
    return largest;
}

class convolutions {
  public:
    explicit convolutions(int threads) : net_({.seed = 1, .threads = threads}) {}

    json prepare(const std::string &name) {
        const work &t = bound(name);
        const sylvite::entry_handle entry = net_.entry(name);
        net_.step(entry, 0);
        const double off = off_by(t, net_.results(entry, 0).output<float>(0));
        if (!(off < 1e-5))
            throw std::runtime_error(name + " gives other numbers than sums in double: off by " + std::to_string(off));
        return {{"flops", t.flops()}};
    }

    json time(const std::string &name, double seconds) {
        bound(name);
        const sylvite::entry_handle entry = net_.entry(name);
        return bench::time_step([&] { net_.step(entry, 0); }, seconds);
    }

  private:
    const work &bound(const std::string &name) {
        const auto [found, is_new] = works_.try_emplace(name);
        if (!is_new) return found->second;
        found->second = make_work(name);
        const work &t = found->second;
        if (t.pass != "data") net_.bind("x_" + name, std::span<const float>(t.x));
        if (t.pass != "weight") net_.bind("w_" + name, std::span<const float>(t.w));
        if (t.pass != "forward") net_.bind("dy_" + name, std::span<const float>(t.dy));
        return t;
    }

    convolution_shapes net_;
    std::map<std::string, work> works_;
};

}  // namespace

int main(int argc, char **argv) {
    return bench::kernel_turns<convolutions>(argc, argv, "convolutions", "sylvite_convolution_turns");
}
