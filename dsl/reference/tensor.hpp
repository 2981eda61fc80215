// A tensor of the interpreter: element type, run-time extents and values.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/shape.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sylvite::reference {

using dimensions = std::vector<std::int64_t>;

[[nodiscard]] inline std::string to_string(const dimensions &d) {
    std::string text = "[";
    for (const std::int64_t e : d) text += (text.size() == 1 ? "" : ", ") + std::to_string(e);
    return text + "]";
}

[[nodiscard]] inline std::size_t volume_of(const dimensions &d) {
    std::size_t v = 1;
    for (const std::int64_t e : d) v *= static_cast<std::size_t>(e);
    return v;
}

/// The run-time extents of an evaluation: [s] for symbol s; [0] is not used.
struct symbol_extents {
    std::array<std::int64_t, max_symbols + 1> of_symbol{};

    /// Throws std::invalid_argument for a symbol without an extent, or with one out of bounds.
    [[nodiscard]] std::int64_t operator()(const extent &e) const {
        if (!e.is_dynamic()) return e.value;
        const std::int64_t found = of_symbol.at(static_cast<std::size_t>(e.symbol));
        if (found < 1 || found > e.value)
            throw std::invalid_argument("symbol " + std::to_string(e.symbol) + ": expected an extent of 1 to " +
                                        std::to_string(e.value) + ", found " + std::to_string(found));
        return found;
    }
    [[nodiscard]] dimensions operator()(const shape &s) const {
        dimensions d;
        for (int i = 0; i < s.rank; ++i) d.push_back((*this)(s[i]));
        return d;
    }
};

/// x as a number of this element type holds it: rounded to f32, wrapped to 32 bits, or 0 and 1.
[[nodiscard]] inline double rounded(dtype type, double x) {
    switch (type) {
        case dtype::f32:
            return static_cast<double>(static_cast<float>(x));
        case dtype::i32:
            return static_cast<double>(static_cast<std::int32_t>(static_cast<std::int64_t>(x)));
        case dtype::boolean:
            return x != 0 ? 1 : 0;
        default:
            return x;
    }
}

/// Values are kept row-major as doubles, which hold all four element types exactly.
class tensor {
  public:
    tensor() = default;
    tensor(dtype type, dimensions dims) : type_(type), dims_(std::move(dims)), values_(volume_of(dims_)) {}
    tensor(dtype type, dimensions dims, const std::vector<double> &values) : tensor(type, std::move(dims)) {
        if (values.size() != values_.size())
            throw std::invalid_argument("a tensor of shape " + reference::to_string(dims_) + " has " +
                                        std::to_string(values_.size()) + " elements, found " +
                                        std::to_string(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i) set(i, values[i]);
    }
    [[nodiscard]] static tensor scalar(dtype type, double value) { return {type, {}, {value}}; }

    [[nodiscard]] dtype type() const { return type_; }
    [[nodiscard]] const dimensions &dims() const { return dims_; }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] const std::vector<double> &values() const { return values_; }
    [[nodiscard]] double operator[](std::size_t i) const { return values_[i]; }
    void set(std::size_t i, double value) { values_[i] = rounded(type_, value); }

    /// The same elements under other extents.
    [[nodiscard]] tensor reshaped(dimensions dims) const {
        tensor t = *this;
        if (volume_of(dims) != size())
            throw std::invalid_argument("reshape: shapes " + reference::to_string(dims_) + " and " +
                                        reference::to_string(dims) + " do not match");
        t.dims_ = std::move(dims);
        return t;
    }

    /// Elements as they lie in a kernel's buffer: dense, row-major, size() * size_of(type()) bytes.
    void store(void *to) const {
        for (std::size_t i = 0; i < size(); ++i) {
            auto *at = static_cast<unsigned char *>(to) + i * size_of(type_);
            if (type_ == f32) put(at, static_cast<float>(values_[i]));
            if (type_ == f64) put(at, values_[i]);
            if (type_ == i32) put(at, static_cast<std::int32_t>(values_[i]));
            if (type_ == boolean) put(at, static_cast<std::uint8_t>(values_[i]));
        }
    }
    [[nodiscard]] static tensor load(dtype type, dimensions dims, const void *from) {
        tensor t(type, std::move(dims));
        for (std::size_t i = 0; i < t.size(); ++i) {
            const auto *at = static_cast<const unsigned char *>(from) + i * size_of(type);
            if (type == f32) t.values_[i] = static_cast<double>(get<float>(at));
            if (type == f64) t.values_[i] = get<double>(at);
            if (type == i32) t.values_[i] = get<std::int32_t>(at);
            if (type == boolean) t.values_[i] = get<std::uint8_t>(at);
        }
        return t;
    }

  private:
    template <class T>
    static void put(unsigned char *at, T value) {
        std::memcpy(at, &value, sizeof value);
    }
    template <class T>
    [[nodiscard]] static T get(const unsigned char *at) {
        T value;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    dtype type_ = f32;
    dimensions dims_;
    std::vector<double> values_;
};

}  // namespace sylvite::reference
