// What a reduction combines its elements by.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// Of one value, or for argmax and argmin of a value and its position.
struct monoid {
    graph::op kind;
    Halide::Type type;

    [[nodiscard]] std::vector<Expr> identity() const;
    [[nodiscard]] std::vector<Expr> combine(const std::vector<Expr> &a, const std::vector<Expr> &b) const;
    /// Likewise, where all positions of `b` come after those of `a`.
    [[nodiscard]] std::vector<Expr> combine_in_order(const std::vector<Expr> &a, const std::vector<Expr> &b) const;

  private:
    [[nodiscard]] Expr is_better(const Expr &a, const Expr &b) const;
    [[nodiscard]] bool takes_smallest() const;
    [[nodiscard]] Expr product(const Expr &a, const Expr &b) const;
};

/// The one or two values of a Func.
[[nodiscard]] std::vector<Expr> values_of(const Halide::FuncRef &ref, std::size_t count);

}  // namespace sylvite::generators
