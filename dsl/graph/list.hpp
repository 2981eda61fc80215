// A growable array for constant evaluation: fewer steps of the evaluator an element than std::vector.
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace sylvite::graph {

template <class T>
class list {
  public:
    constexpr list() = default;
    constexpr explicit list(std::size_t count, const T &value = T()) {
        reserve(count);
        for (std::size_t i = 0; i < count; ++i) data_[i] = value;
        size_ = count;
    }
    constexpr list(const list &other) {
        reserve(other.size_);
        for (std::size_t i = 0; i < other.size_; ++i) data_[i] = other.data_[i];
        size_ = other.size_;
    }
    constexpr list(list &&other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    constexpr list &operator=(list other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    constexpr ~list() { delete[] data_; }

    constexpr void reserve(std::size_t wanted) {
        if (wanted <= capacity_) return;
        std::size_t grown = capacity_ * 2 > wanted ? capacity_ * 2 : wanted;
        if (grown < 8) grown = 8;
        T *data = new T[grown];
        for (std::size_t i = 0; i < size_; ++i) data[i] = std::move(data_[i]);
        delete[] data_;
        data_ = data;
        capacity_ = grown;
    }
    constexpr void push_back(T value) {
        if (size_ == capacity_) reserve(size_ + 1);
        data_[size_++] = std::move(value);
    }
    constexpr void pop_back() { --size_; }
    constexpr void clear() { size_ = 0; }
    constexpr void resize(std::size_t count, const T &value = T()) {
        reserve(count);
        for (std::size_t i = size_; i < count; ++i) data_[i] = value;
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
    [[nodiscard]] constexpr std::span<const T> view() const { return {data_, size_}; }

  private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace sylvite::graph
