// A network written by hand, as the code generator would write it: z = x . weight + bias, squared error, one step of
// gradient descent. Its kernels are plain C++ functions in the argv form of Halide kernels.
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/instance.hpp>

#include <vector>

namespace fake {

inline constexpr std::size_t most_rows = 8;

/// The tables of a program that a test may change before it uses them; `code` refers to the vectors.
struct tables {
    std::vector<sylvite::core::tensor> tensors;
    std::vector<sylvite::core::operand> operands;
    std::vector<sylvite::core::work> works;
    std::vector<sylvite::core::symbol> symbols;
    std::vector<std::vector<sylvite::core::call>> calls;  // an entry
    std::vector<std::vector<std::uint32_t>> inputs;
    std::vector<std::vector<sylvite::core::output>> outputs;
    std::vector<std::vector<sylvite::core::metric>> metrics;
    std::vector<sylvite::core::entry> entries;
    sylvite::core::program code;

    tables();
    tables(const tables &) = delete;
    tables &operator=(const tables &) = delete;
    /// After a change: the spans of entries and code again.
    void connect();
};

/// Unchanging tables for the whole test program.
const sylvite::core::program &line_program();

enum tensor : std::uint32_t { x, y, rate, weight, bias, steps, z, loss, gradient, positive };
enum entry : std::uint32_t { predict, evaluate, train, gradients };

/// What the code generator writes into line.gen.hpp.
class line : public sylvite::instance {
  public:
    static constexpr sylvite::input_handle<float, 3> x{0, "x"};
    static constexpr sylvite::input_handle<float> y{1, "y"};
    static constexpr sylvite::scalar_handle<float> rate{2, "rate"};
    static constexpr sylvite::parameter_handle<float, 3> weight{3, "line.weight"};
    static constexpr sylvite::parameter_handle<float> bias{4, "line.bias"};
    static constexpr sylvite::state_handle<std::int32_t> steps{5, "steps"};

    explicit line(sylvite::options wanted = {}) : instance(line_program(), wanted) {}
    line(const line &share_weights_with, sylvite::options wanted) : instance(share_weights_with, wanted) {}

    struct predict_result {
        explicit predict_result(const sylvite::entry_result &from)
            : z(from.output<float>(0)), positive(from.output<bool>(1)), rows(from.rows()) {}
        std::span<const float> z;
        std::span<const bool> positive;
        std::size_t rows;
    };
    predict_result predict(std::size_t rows = bound_rows) & { return predict_result(instance::run({0}, rows)); }
    predict_result predict(const sylvite::dataset &rows) & { return predict_result(instance::run({0}, rows)); }
    template <class Mistake = sylvite::network_is_gone_after_the_call, class... Arguments>
    Mistake predict(Arguments &&...) && = delete;

    struct evaluate_result {
        explicit evaluate_result(const sylvite::entry_result &from) : loss(from.mean(0)), rows(from.rows()) {}
        double loss;
        std::size_t rows;
    };
    evaluate_result evaluate(std::size_t rows = bound_rows) { return evaluate_result(instance::run({1}, rows)); }
    evaluate_result evaluate(const sylvite::dataset &rows) { return evaluate_result(instance::run({1}, rows)); }

    struct train_result {
        explicit train_result(const sylvite::entry_result &from) : loss(from.mean(0)), rows(from.rows()) {}
        double loss;
        std::size_t rows;
    };
    train_result train(std::size_t rows = bound_rows) { return train_result(instance::run({2}, rows)); }
    train_result train(const sylvite::dataset &rows) { return train_result(instance::run({2}, rows)); }

    struct gradients_result {
        explicit gradients_result(const sylvite::entry_result &from)
            : gradient(from.output<float>(0)), rows(from.rows()) {}
        std::span<const float> gradient;
        std::size_t rows;
    };
    gradients_result gradients(std::size_t rows = bound_rows) & { return gradients_result(instance::run({3}, rows)); }
    gradients_result gradients(const sylvite::dataset &rows) & { return gradients_result(instance::run({3}, rows)); }
    template <class Mistake = sylvite::network_is_gone_after_the_call, class... Arguments>
    Mistake gradients(Arguments &&...) && = delete;
};

}  // namespace fake
