// One kernel in the making: its parameters, the expressions of its values, and the Func of its outputs. Families add
// the Funcs between (reductions, register tiles, packed panels) as providers of values, and schedule them.
#pragma once

#include <sylvite/generators/lowering/held_values.hpp>
#include <sylvite/generators/lowering/random.hpp>
#include <sylvite/generators/spec/index_space.hpp>

#include <Halide.h>

#include <map>
#include <string>
#include <vector>

namespace sylvite::generators {

class kernel {
  public:
    explicit kernel(const kernel_spec &spec);
    kernel(const kernel &) = delete;
    kernel &operator=(const kernel &) = delete;

    const index_space space;

    [[nodiscard]] Expr extent(const axis &a) const;
    [[nodiscard]] Expr extent(axis_id id) const { return extent(space[id]); }
    [[nodiscard]] environment empty_environment(held_values *held = nullptr) const;
    /// Adds a variable for each of the axes to `vars` and to the environment.
    void bind(environment &where, std::span<const axis_id> axes, std::vector<Var> &vars,
              const std::string &prefix) const;
    /// The arguments of a call to a Func over `axes`, which have loops.
    [[nodiscard]] std::vector<Expr> at(const environment &where, std::span<const axis_id> axes) const;
    /// Whether all of the guarded axes have an element there.
    [[nodiscard]] Expr have_elements(std::span<const axis_id> axes, environment &where);

    /// The value as an expression; read from the Func that holds it, if one does.
    [[nodiscard]] Expr emit(value_id id, environment &where);
    /// The same, but computed here even if it is stored elsewhere.
    [[nodiscard]] Expr emit_below(value_id id, environment &where);

    /// A number of a random value by its index, and the index of the element that is read there.
    [[nodiscard]] Expr random_number_at(value_id id, const Expr &index) const;
    [[nodiscard]] Expr random_index(const value &v, environment &where);

    /// Defines the Func of the outputs over the axes of the largest, innermost first, from their emitted values.
    void define_output(held_values *held = nullptr);
    /// To be called by those who define it themselves: the layout of the outputs' buffers.
    void describe_output_buffers();
    /// The environment of the output's variables.
    [[nodiscard]] environment output_environment(held_values *held = nullptr) const;
    [[nodiscard]] Func &output() { return output_; }
    /// The definition of the output that does the work: an update if anything is overwritten in place.
    [[nodiscard]] Halide::Stage stage();
    [[nodiscard]] bool is_in_place() const { return in_place_; }
    /// Of the output, innermost first.
    [[nodiscard]] const std::vector<Var> &vars() const { return vars_; }
    [[nodiscard]] const Var &var(axis_id output_axis) const;

    /// In the order of the call: symbols, step values, then the arguments that are not overwritten.
    [[nodiscard]] std::vector<Halide::Argument> call_arguments() const;
    [[nodiscard]] std::vector<Halide::Param<std::int32_t>> &symbols() { return symbols_; }
    [[nodiscard]] std::map<int, Halide::ImageParam> &inputs() { return inputs_; }
    /// Seed, step and first row; empty where there are no random numbers.
    [[nodiscard]] std::vector<Halide::Param<std::uint64_t>> &step() { return step_; }

  private:
    [[nodiscard]] Expr address(const value &v, environment &where);
    [[nodiscard]] Expr index_of(axis_id id, environment &where);
    [[nodiscard]] Expr numerator(const axis &a, environment &where);
    [[nodiscard]] Expr limit(const axis &a) const;
    [[nodiscard]] Expr within(const axis &a, const Expr &n) const;
    [[nodiscard]] Expr has_element(axis_id id, environment &where);
    [[nodiscard]] Expr emit_new(const value &v, environment &where);
    [[nodiscard]] Expr emit_written_out(const value &v, const environment &where);
    void show_reads(int output, Expr &result) const;
    [[nodiscard]] Expr read_argument(const value &v, environment &where);
    [[nodiscard]] random_place place_of_random(const value &v) const;
    [[nodiscard]] std::vector<Expr> strides_of_output(std::size_t k) const;

    std::vector<Halide::Param<std::int32_t>> symbols_;
    std::vector<Halide::Param<std::uint64_t>> step_;
    std::map<int, Halide::ImageParam> inputs_;
    std::map<int, int> overwritten_;  // argument to output
    Func output_{"out"};
    std::vector<Var> vars_;
    bool in_place_ = false;
};

/// How values are computed, and how they are stored: booleans in bytes.
[[nodiscard]] Halide::Type value_type(dtype type);
[[nodiscard]] Halide::Type storage_type(dtype type);

}  // namespace sylvite::generators
