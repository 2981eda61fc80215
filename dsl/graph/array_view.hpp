// Elements that lie one behind the other, wherever they are stored. It stands in for std::span, whose functions it has,
// in what a network's header includes: to turn an array into a span takes GCC 12 7 ms and 2 MB for each type of array.
#pragma once

#include <cstddef>

namespace sylvite::graph {

template <class T>
class array_view {
  public:
    constexpr array_view() = default;
    constexpr array_view(T *first, std::size_t count) : data_(first), size_(count) {}
    template <std::size_t Count>
    constexpr array_view(T (&array)[Count]) : data_(array), size_(Count) {}  // NOLINT(google-explicit-constructor)
    /// Of a vector, a std::array, a std::span; const elements of a view of others.
    template <class Range>
    requires requires(Range &range, T *&first, std::size_t &count) {
        first = range.data();
        count = range.size();
        requires sizeof(*range.data()) == sizeof(T);  // not elements of a derived class
    }
    // NOLINTNEXTLINE(google-explicit-constructor, bugprone-forwarding-reference-overload): a view is copied by it alike
    constexpr array_view(Range &&range) : data_(range.data()), size_(range.size()) {}

    [[nodiscard]] constexpr T *data() const { return data_; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    [[nodiscard]] constexpr T &operator[](std::size_t i) const { return data_[i]; }
    [[nodiscard]] constexpr T *begin() const { return data_; }
    [[nodiscard]] constexpr T *end() const { return data_ + size_; }
    [[nodiscard]] constexpr array_view subspan(std::size_t first, std::size_t count) const {
        return {data_ + first, count};
    }
    [[nodiscard]] constexpr array_view subspan(std::size_t first) const { return {data_ + first, size_ - first}; }

  private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace sylvite::graph
