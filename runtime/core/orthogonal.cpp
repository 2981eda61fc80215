// Compiled without contraction of a * b + c: a platform with a fused multiply-add would round otherwise.
#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/orthogonal.hpp>
#include <sylvite/runtime/core/random.hpp>

#include <cmath>

namespace sylvite::core {

namespace {

/// Some vectors in memory: the rows or the columns of a matrix. Arithmetic is in double whatever T is.
template <class T>
class vectors {
  public:
    vectors(std::uint64_t rows, std::uint64_t columns, std::byte *data) noexcept
        : data_(reinterpret_cast<T *>(data)), count_(rows <= columns ? rows : columns),
          length_(rows <= columns ? columns : rows), vector_step_(rows <= columns ? columns : 1),
          element_step_(rows <= columns ? 1 : columns) {}

    /// Gram and Schmidt's process on normal numbers, which favour no direction; each vector is projected twice, since
    /// once leaves errors where little of it remains ("twice is enough": B. Parlett 1980, section 6.9).
    void draw(std::uint64_t key, double size) noexcept {
        for (std::uint64_t k = 0; k < count_; ++k) {
            double before = 0, left = 0;
            for (std::uint64_t redraw = 0; left <= 1e-3 * before; ++redraw) {
                draw_one(k, key, redraw << 32);
                before = norm(k);
                project(k);
                project(k);
                left = norm(k);
            }
            scale(k, 1 / left);
        }
        for (std::uint64_t k = 0; k < count_; ++k) scale(k, size);
    }

  private:
    [[nodiscard]] double get(std::uint64_t vector, std::uint64_t i) const noexcept {
        return static_cast<double>(data_[vector * vector_step_ + i * element_step_]);
    }
    void set(std::uint64_t vector, std::uint64_t i, double x) noexcept {
        data_[vector * vector_step_ + i * element_step_] = static_cast<T>(x);
    }
    void draw_one(std::uint64_t k, std::uint64_t key, std::uint64_t attempt) noexcept {
        for (std::uint64_t i = 0; i < length_; ++i)
            set(k, i, normal_sample(key, k * vector_step_ + i * element_step_, attempt));
    }
    [[nodiscard]] double norm(std::uint64_t k) const noexcept {
        double sum = 0;
        for (std::uint64_t i = 0; i < length_; ++i) sum += get(k, i) * get(k, i);
        return std::sqrt(sum);
    }
    void scale(std::uint64_t k, double by) noexcept {
        for (std::uint64_t i = 0; i < length_; ++i) set(k, i, get(k, i) * by);
    }
    /// Takes from vector k its parts along the vectors before it, which have length 1.
    void project(std::uint64_t k) noexcept {
        if (element_step_ == 1) {
            for (std::uint64_t j = 0; j < k; ++j) subtract_row(k, j);
            return;
        }
        std::uint64_t j = 0;
        for (; j + block <= k; j += block) subtract_columns(k, j, block);
        subtract_columns(k, j, k - j);
    }
    /// Partial sums in a fixed order, which a compiler can keep in one register.
    void subtract_row(std::uint64_t k, std::uint64_t j) noexcept {
        constexpr std::uint64_t lanes = 8;
        const T *from = data_ + j * vector_step_;
        T *row = data_ + k * vector_step_;
        double sums[lanes] = {};
        std::uint64_t i = 0;
        for (; i + lanes <= length_; i += lanes)
            for (std::uint64_t l = 0; l < lanes; ++l)
                sums[l] += static_cast<double>(from[i + l]) * static_cast<double>(row[i + l]);
        double dot = 0;
        for (; i < length_; ++i) dot += static_cast<double>(from[i]) * static_cast<double>(row[i]);
        for (const double sum : sums) dot += sum;
        for (i = 0; i < length_; ++i)
            row[i] = static_cast<T>(static_cast<double>(row[i]) - dot * static_cast<double>(from[i]));
    }
    /// Several columns at a time: what lies in a row is read together.
    static constexpr std::uint64_t block = 64;
    void subtract_columns(std::uint64_t k, std::uint64_t first, std::uint64_t count) noexcept {
        double dots[block] = {};
        for (std::uint64_t i = 0; i < length_; ++i) {
            const double x = get(k, i);
            for (std::uint64_t j = 0; j < count; ++j) dots[j] += get(first + j, i) * x;
        }
        for (std::uint64_t i = 0; i < length_; ++i) {
            double along = 0;
            for (std::uint64_t j = 0; j < count; ++j) along += dots[j] * get(first + j, i);
            set(k, i, get(k, i) - along);
        }
    }

    T *data_;
    std::uint64_t count_, length_, vector_step_, element_step_;
};

}  // namespace

void fill_orthogonal(const tensor &t, std::uint64_t key, std::byte *data) noexcept {
    const std::uint64_t rows = t.rank == 0 ? 1 : static_cast<std::uint64_t>(t.extents[0]);
    const std::uint64_t columns = bound_volume(t) / rows;
    if (t.type == dtype::f32)
        vectors<float>(rows, columns, data).draw(key, t.init.a);
    else
        vectors<double>(rows, columns, data).draw(key, t.init.a);
}

}  // namespace sylvite::core
