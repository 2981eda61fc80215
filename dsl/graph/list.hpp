// A growable array for constant evaluation: fewer steps of the evaluator an element than std::vector.
#pragma once

#include <sylvite/dsl/graph/array_view.hpp>

#include <cstddef>
#include <scoped_allocator>  // std::allocator, std::construct_at: <memory> takes half as long to read as all of dsl/
#include <type_traits>
#include <utility>
#if defined(_LIBCPP_VERSION)
#include <memory>
#endif

namespace sylvite::graph {

template <class T>
class list {
  public:
    constexpr list() = default;
    constexpr explicit list(std::size_t count, const T &value = T()) { resize(count, value); }
    constexpr list(const list &other) { append(other.data_, other.size_); }
    constexpr list(list &&other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    constexpr list &operator=(list other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    constexpr ~list() { release(); }

    constexpr void reserve(std::size_t wanted) {
        if (wanted <= capacity_) return;
        std::size_t grown = capacity_ * 4 > wanted ? capacity_ * 4 : wanted;
        if (grown < 16) grown = 16;
        T *data = allocate(grown);
        place(data_, size_, data);
        release();
        data_ = data;
        capacity_ = grown;
    }
    constexpr void push_back(const T &value) {
        if (size_ == capacity_) {
            const T copy = value;  // which may be one of ours
            reserve(size_ + 1);
            return push_back(copy);
        }
        if constexpr (is_raw)
            std::construct_at(data_ + size_++, value);
        else
            data_[size_++] = value;
    }
    /// Adds these elements, which are none of ours.
    constexpr void append(const T *first, std::size_t count) {
        if (size_ + count > capacity_) reserve(size_ + count);
        place(first, count, data_ + size_);
        size_ += count;
    }
    constexpr void pop_back() { --size_; }
    constexpr void clear() { size_ = 0; }
    constexpr void resize(std::size_t count, const T &value = T()) {
        const T copy = value;  // which may be one of ours
        reserve(count);
        if constexpr (is_raw)
            for (std::size_t i = size_; i < count; ++i) std::construct_at(data_ + i, copy);
        else
            for (std::size_t i = size_; i < count; ++i) data_[i] = copy;
        size_ = count;
    }

    [[nodiscard]] constexpr T &operator[](std::size_t i) { return data_[i]; }
    [[nodiscard]] constexpr const T &operator[](std::size_t i) const { return data_[i]; }
    [[nodiscard]] constexpr T &back() { return data_[size_ - 1]; }
    [[nodiscard]] constexpr const T &back() const { return data_[size_ - 1]; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
    [[nodiscard]] constexpr T *begin() { return data_; }
    [[nodiscard]] constexpr T *end() { return data_ + size_; }
    [[nodiscard]] constexpr const T *begin() const { return data_; }
    [[nodiscard]] constexpr const T *end() const { return data_ + size_; }
    [[nodiscard]] constexpr array_view<const T> view() const { return {data_, size_}; }

  private:
    // Room for plain objects is not filled with default ones first, as new T[] does: half of what adding a node costs.
    static constexpr bool is_raw = !std::is_scalar_v<T> && std::is_trivially_destructible_v<T>;
    [[nodiscard]] static constexpr T *allocate(std::size_t count) {
        if constexpr (is_raw)
            return std::allocator<T>().allocate(count);
        else
            return new T[count];
    }
    /// Copies into room that holds nothing yet. A loop each, since every call inside one is work for the compiler.
    static constexpr void place(const T *from, std::size_t count, T *to) {
        if constexpr (is_raw)
            for (std::size_t i = 0; i < count; ++i) std::construct_at(to + i, from[i]);
        else
            for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
    }
    constexpr void release() {
        if constexpr (!is_raw)
            delete[] data_;
        else if (capacity_ != 0)
            std::allocator<T>().deallocate(data_, capacity_);
    }

    T *data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace sylvite::graph
