#include "measurement.hpp"

#include <sylvite/generators/support/loaded_kernel.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace sylvite::numerics {
namespace {

constexpr std::size_t block = 16384;

/// The distance between neighbours at this magnitude.
template <class T, class Exact>
Exact unit_in_the_last_place(Exact exact) {
    constexpr int digits = std::numeric_limits<T>::digits, lowest = std::numeric_limits<T>::min_exponent - 1;
    int exponent = 0;
    std::frexp(exact, &exponent);
    return std::ldexp(Exact{1}, std::max(exponent - 1, lowest) - (digits - 1));
}

template <class T, class Exact>
double error_of(T found, Exact exact, measure unit) {
    // What is too large counts as the next number after the largest would, on both sides.
    const auto limit = static_cast<Exact>(std::ldexp(Exact{1}, std::numeric_limits<T>::max_exponent));
    const Exact e = std::fmin(std::fmax(exact, -limit), limit);
    const Exact f = std::fmin(std::fmax(static_cast<Exact>(found), -limit), limit);
    const Exact difference = std::fabs(f - e);
    if (unit == measure::absolute || difference == 0) return static_cast<double>(difference);
    const Exact ulp =
        unit_in_the_last_place<T>(std::fabs(e) == limit ? static_cast<Exact>(std::numeric_limits<T>::max()) : e);
    return static_cast<double>(difference / ulp);
}

template <class T, class Exact>
bool is_wrong(T found, Exact exact, measure unit) {
    if (std::isnan(found) != std::isnan(exact)) return true;
    return unit == measure::ulp && found == 0 && exact == 0 && std::signbit(found) != std::signbit(exact);
}

/// Arguments come in blocks; each block is computed and compared at once.
template <class T, class Exact>
class comparison {
  public:
    comparison(const function &f, const generators::loaded_kernel &kernel, Exact (*exact)(Exact, Exact))
        : f_(f), kernel_(kernel), exact_(exact), buffers_(std::make_unique<buffers>()) {}

    void add(T x, T y = 0) {
        if (static_cast<double>(x) < f_.lowest || static_cast<double>(x) > f_.highest) return;
        x_[count_] = x;
        y_[count_] = y;
        if (++count_ == block) flush();
    }
    worst finish() {
        const std::size_t rest = count_;
        while (count_ != 0 && count_ < block) x_[count_] = x_[0], y_[count_++] = y_[0];
        count_ = rest;
        if (rest != 0) flush();
        return result_so_far_;
    }

  private:
    /// Told without working out the unit: it is at least |exact| 2^-digits.
    [[nodiscard]] bool is_certainly_better(T found, Exact exact) const {
        if (f_.unit == measure::absolute || exact == 0 || std::isinf(exact)) return false;
        const Exact scale = static_cast<Exact>(std::uint64_t{1} << std::numeric_limits<T>::digits);
        return std::fabs(static_cast<Exact>(found) - exact) * scale <=
               static_cast<Exact>(result_so_far_.error) * std::fabs(exact);
    }
    void flush() {
        std::vector<void *> arguments{x_.data()};
        if (f_.operands == 2) arguments.push_back(y_.data());
        arguments.push_back(result_.data());
        if (kernel_({}, arguments) != 0) throw std::runtime_error("the kernel of " + f_.name + " failed");
        for (std::size_t i = 0; i < count_; ++i) {
            const Exact exact = exact_(static_cast<Exact>(x_[i]), static_cast<Exact>(y_[i]));
            ++result_so_far_.measured;
            if (is_certainly_better(result_[i], exact)) continue;
            if (is_wrong(result_[i], exact, f_.unit)) {
                ++result_so_far_.wrong;
                result_so_far_.wrong_x = static_cast<double>(x_[i]);
                result_so_far_.wrong_y = static_cast<double>(y_[i]);
            }
            if (std::isnan(exact) || std::isnan(result_[i])) continue;
            const double error = error_of(result_[i], exact, f_.unit);
            if (error > result_so_far_.error) {
                result_so_far_.error = error;
                result_so_far_.x = static_cast<double>(x_[i]);
                result_so_far_.y = static_cast<double>(y_[i]);
                result_so_far_.found = static_cast<double>(result_[i]);
                result_so_far_.exact = static_cast<double>(exact);
            }
        }
        count_ = 0;
    }

    const function &f_;
    const generators::loaded_kernel &kernel_;
    Exact (*exact_)(Exact, Exact);
    struct buffers {
        alignas(64) std::array<T, block> x, y, result;
    };
    std::unique_ptr<buffers> buffers_;
    std::array<T, block> &x_ = buffers_->x, &y_ = buffers_->y, &result_ = buffers_->result;
    std::size_t count_ = 0;
    worst result_so_far_;
};

std::uint64_t scrambled(std::uint64_t i) {  // splitmix64
    std::uint64_t z = (i + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

template <class T>
using word_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// The neighbours of a number and of its opposite.
template <class T, class Comparison>
void add_around(Comparison &to, double special) {
    const auto middle = std::bit_cast<word_of<T>>(static_cast<T>(special));
    for (word_of<T> k = 0; k < 129; ++k) {
        const T x = std::bit_cast<T>(static_cast<word_of<T>>(middle + k - 64));
        to.add(x, 1);
        to.add(-x, 1);
    }
}

/// Any sign, a magnitude between two powers of two.
template <class T>
T of_magnitude(std::uint64_t random, int low, int high) {
    const double exponent = low + (high - low) * static_cast<double>(random >> 40 & 0xffff) / 65536;
    const double x = std::exp2(exponent) * (1 + static_cast<double>(random & 0xfffffffff) * 0x1p-37);
    return static_cast<T>((random >> 63) != 0 ? -x : x);
}

template <class T, class Comparison>
void add_sample(Comparison &to, const function &f, std::uint64_t i) {
    const std::uint64_t r = scrambled(2 * i), q = scrambled(2 * i + 1);
    T x = i % 3 == 0 ? std::bit_cast<T>(static_cast<word_of<T>>(r))
                     : of_magnitude<T>(r, i % 3 == 1 ? -70 : -3, i % 3 == 1 ? 20 : 10);
    if (f.operands == 1) return to.add(x);
    T y = std::bit_cast<T>(static_cast<word_of<T>>(q));
    if (i % 3 == 1) y = of_magnitude<T>(q, -8, 8);
    if (i % 3 == 2) {  // results all over the range
        x = std::fabs(x);
        const double range = std::numeric_limits<T>::max_exponent + std::numeric_limits<T>::digits;
        const double target = range * (2 * static_cast<double>(q >> 11) * 0x1p-53 - 1);
        y = static_cast<T>(target / std::log2(static_cast<double>(x)));
    }
    if (i % 16 == 7) y = std::floor(y);  // integers, for negative bases too
    if (i % 32 == 7) x = -x;
    to.add(x, y);
}

template <class T, class Exact>
worst measured(const function &f, dtype type, const effort &how, Exact (*exact)(Exact, Exact)) {
    const generators::loaded_kernel kernel(f.spec(type, block), how.target);
    const bool sweeps = type == f32 && f.operands == 1;
    const std::uint64_t count = sweeps ? ((std::uint64_t{1} << 32) + how.step - 1) / how.step : how.samples;
    std::mutex guard;
    worst total;
    const auto run = [&](unsigned thread) {
        comparison<T, Exact> to(f, kernel, exact);
        const std::uint64_t first = count * thread / how.threads, last = count * (thread + 1) / how.threads;
        for (std::uint64_t i = first; i < last; ++i) {
            if (sweeps)
                to.add(std::bit_cast<T>(static_cast<word_of<T>>(i * how.step)));
            else
                add_sample<T>(to, f, i);
        }
        if (thread == 0) {
            for (const double special : f.special) add_around<T>(to, special);
            for (int e = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;
                 e < std::numeric_limits<T>::max_exponent; ++e)
                add_around<T>(to, std::ldexp(1.0, e));
            add_around<T>(to, 0);
        }
        const worst found = to.finish();
        const std::lock_guard lock(guard);
        const std::uint64_t measured_before = total.measured, wrong_before = total.wrong;
        const double wrong_x = total.wrong_x, wrong_y = total.wrong_y;
        if (found.error > total.error) total = found;
        total.measured = measured_before + found.measured;
        total.wrong = wrong_before + found.wrong;
        total.wrong_x = found.wrong != 0 ? found.wrong_x : wrong_x;
        total.wrong_y = found.wrong != 0 ? found.wrong_y : wrong_y;
    };
    std::vector<std::thread> others;
    for (unsigned t = 1; t < how.threads; ++t) others.emplace_back(run, t);
    run(0);
    for (auto &t : others) t.join();
    return total;
}

}  // namespace

worst measure_function(const function &f, dtype type, const effort &how) {
    if (type == f32) return measured<float, double>(f, type, how, f.of_f32);
    return measured<double, long double>(f, type, how, f.of_f64);
}

}  // namespace sylvite::numerics
