// The contractions of contractions.txt, measured in turns with a BLAS (./sylvite bench --contractions).
#include "kernel_turns.hpp"

#include <contraction_shapes.gen.hpp>

#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

using nlohmann::json;

/// A matrix as it lies in memory.
struct matrix {
    const float *values;
    std::size_t rows, columns;
    bool transposed;

    [[nodiscard]] double operator()(std::size_t row, std::size_t column) const {
        return static_cast<double>(transposed ? values[column * rows + row] : values[row * columns + column]);
    }
    [[nodiscard]] std::vector<double> times(const std::vector<double> &v) const {
        std::vector<double> result(rows);
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < columns; ++c) result[r] += (*this)(r, c) * v[c];
        return result;
    }
};

struct operands {
    std::size_t m = 0, n = 0, k = 0;
    bool a_transposed = false, b_transposed = false;
    std::vector<float> a, b;  // from -1 to 1
};

operands make_operands(const std::string &name) {
    operands o;
    char a = 0, b = 0;
    if (std::sscanf(name.c_str(), "%c%c_%zux%zux%zu", &a, &b, &o.m, &o.n, &o.k) != 5)
        throw std::invalid_argument("there is no contraction \"" + name + "\"");
    o.a_transposed = a == 't';
    o.b_transposed = b == 't';
    std::mt19937 generator(7);
    std::uniform_real_distribution<float> uniform(-1, 1);
    for (std::vector<float> *v : {&o.a, &o.b}) {
        v->resize(o.k * (v == &o.a ? o.m : o.n));
        for (float &f : *v) f = uniform(generator);
    }
    return o;
}

/// The largest |c v - a (b v)| of a row, for a vector v of signs, over the size that such a sum has: with elements from
/// -1 to 1, the root of n k (Freivalds' check). Every element of c counts, at the cost of a pass over each matrix: one
/// that is wrong altogether shows as 0.3 / sqrt(n), the rounding of sums in f32 as less than 1e-5.
double off_by(const operands &o, const float *product) {
    std::vector<double> signs(o.n);
    std::mt19937 generator(11);
    for (double &s : signs) s = generator() % 2 == 0 ? 1 : -1;
    const std::vector<double> expected =
        matrix{o.a.data(), o.m, o.k, o.a_transposed}.times(matrix{o.b.data(), o.k, o.n, o.b_transposed}.times(signs));
    const std::vector<double> found = matrix{product, o.m, o.n, false}.times(signs);
    double largest = 0;
    for (std::size_t r = 0; r < o.m; ++r) {
        const double off = std::fabs(found[r] - expected[r]);
        if (!(off <= largest)) largest = off;  // a NaN stays
    }
    return largest / std::sqrt(static_cast<double>(o.n) * static_cast<double>(o.k));
}

class contractions {
  public:
    explicit contractions(int threads) : net_({.seed = 1, .threads = threads}) {}

    json prepare(const std::string &name) {
        const operands &o = bound(name);
        const sylvite::entry_handle entry = net_.entry(name);
        net_.step(entry, 0);
        const double off = off_by(o, net_.results(entry, 0).output<float>(0).data());
        if (!(off < 1e-4))
            throw std::runtime_error(name + " gives other numbers than sums in double: off by " + std::to_string(off));
        return {{"flops", 2.0 * static_cast<double>(o.m) * static_cast<double>(o.n) * static_cast<double>(o.k)}};
    }

    json time(const std::string &name, double seconds) {
        bound(name);
        const sylvite::entry_handle entry = net_.entry(name);
        return bench::time_step([&] { net_.step(entry, 0); }, seconds);
    }

  private:
    const operands &bound(const std::string &name) {
        const auto [found, is_new] = operands_.try_emplace(name);
        if (is_new) {
            found->second = make_operands(name);
            net_.bind("a_" + name, std::span<const float>(found->second.a));
            net_.bind("b_" + name, std::span<const float>(found->second.b));
        }
        return found->second;
    }

    contraction_shapes net_;
    std::map<std::string, operands> operands_;
};

}  // namespace

int main(int argc, char **argv) {
    return bench::kernel_turns<contractions>(argc, argv, "contractions", "sylvite_contraction_turns");
}
