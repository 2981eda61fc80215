// What a row of elementwise.hpp says of an elementwise operation.
#pragma once

#include <sylvite/dsl/graph/op.hpp>

#include <cstddef>
#include <initializer_list>

namespace sylvite::reference {

/// A list within a constant.
template <class T, std::size_t Capacity>
class short_list {
  public:
    constexpr short_list(std::initializer_list<T> items) {
        for (const T &item : items) items_[count_++] = item;
    }
    [[nodiscard]] constexpr const T *begin() const { return items_; }
    [[nodiscard]] constexpr const T *end() const { return items_ + count_; }
    [[nodiscard]] constexpr std::size_t size() const { return count_; }

  private:
    T items_[Capacity]{};
    std::size_t count_ = 0;
};

/// Operands within which an operation is smooth, so that finite differences are right.
struct region {
    double low, high;                        // of the first operand
    double second_low = 0, second_high = 0;  // of the second
};

template <class Value>
struct element_row {
    Value value;          // of one element, for operands in double or in a wider type
    const char *meaning;  // for docs/operations.md; the operands are called a, b, c
    short_list<region, 2> smooth;
    short_list<double, 6> corners;  // where kernels go over to another formula: tests look at the numbers around them
};

template <class Value>
constexpr element_row<Value> row(Value value, const char *meaning, short_list<region, 2> smooth = {},
                                 short_list<double, 6> corners = {}) {
    return {value, meaning, smooth, corners};
}

/// The row of an operation: a specialisation in elementwise.hpp.
struct no_row {};
template <graph::op Operation>
inline constexpr no_row element{};

}  // namespace sylvite::reference
