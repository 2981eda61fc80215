// Elementary functions at their edges, compared with the C library's: which special value, which sign of zero, numbers
// below the smallest normal one. tests/numerics measures the errors in between.
#include "check.hpp"

#include <limits>

namespace sylvite::generators::testing {
namespace {

using generators::family;
using graph::op;
using reference::tensor;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
constexpr dtype type_of = sizeof(T) == 4 ? f32 : f64;

template <class T>
std::vector<double> special_numbers() {
    using limits = std::numeric_limits<T>;
    const double odd = std::ldexp(1.0, limits::digits) - 1;  // the largest odd integer
    std::vector<double> numbers = {infinity,
                                   0,
                                   1,
                                   0.5,
                                   2,
                                   3,
                                   2.5,
                                   limits::denorm_min(),
                                   limits::min(),
                                   limits::max(),
                                   odd,
                                   odd + 1,
                                   1e-3,
                                   7,
                                   1.0 / 3,
                                   100,
                                   1 + static_cast<double>(limits::epsilon())};
    const std::size_t count = numbers.size();
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(-numbers[i]);
    numbers.push_back(nan);
    return numbers;
}

/// The same kind of number, the same sign, and a difference of at most three of the last place of a normal number.
template <class T>
void expect_same(double found, double exact, const std::string &what) {
    const double rounded = static_cast<double>(static_cast<T>(exact));
    if (std::isnan(rounded)) {
        EXPECT_TRUE(std::isnan(found)) << what << ": found " << found;
        return;
    }
    EXPECT_EQ(std::signbit(found), std::signbit(rounded)) << what << ": found " << found << ", expected " << rounded;
    if (std::isinf(rounded) || rounded == 0) {
        EXPECT_EQ(found, rounded) << what;
        return;
    }
    const double last_place =
        std::fmax(std::fabs(rounded) * std::numeric_limits<T>::epsilon(), std::numeric_limits<T>::denorm_min());
    EXPECT_LE(std::fabs(found - exact), 3 * last_place) << what << ": found " << found << ", expected " << exact;
}

template <class T>
void expect_unary(op kind, const std::vector<double> &arguments) {
    const auto count = static_cast<std::int64_t>(arguments.size());
    spec_builder b(family::elementwise);
    b.output(b.apply(kind, {b.argument(type_of<T>, b.dims({{count, 0}}))}));
    const tensor x(type_of<T>, {count}, arguments);
    const auto found = checked_kernel(b.spec()).run({}, {x})[0];
    for (std::size_t i = 0; i < x.size(); ++i)
        expect_same<T>(found[i], reference::element_of(kind, type_of<T>, x[i], 0, 0),
                       std::string(graph::info(kind).name) + "(" + std::to_string(x[i]) + ")");
}

const op functions_of_one_operand[] = {
#define SYLVITE_UNARY_FUNCTION(name, ...) op::name,
#include <sylvite/dsl/graph/operations.def>
};

TEST(functions, special_numbers_give_what_c_gives) {
    for (const op kind : functions_of_one_operand) {
        expect_unary<float>(kind, special_numbers<float>());
        expect_unary<double>(kind, special_numbers<double>());
    }
}

TEST(functions, results_below_the_smallest_normal_number_are_not_flushed) {
    expect_unary<float>(op::exp, {-87.5, -90, -95.5, -100, -103, -103.9, -104, -110});
    expect_unary<float>(op::sigmoid, {-87.5, -90, -95.5, -100, -103, -103.9, -104, -110});
    expect_unary<double>(op::exp, {-708.5, -720, -735, -744, -745.1, -746, -800});
    expect_unary<double>(op::sigmoid, {-708.5, -720, -735, -744, -745.1, -746, -800});
    expect_unary<float>(op::ndtr, {-12.9, -13, -13.5, -14, -14.1, -14.2, -14.6, -1e30});
    expect_unary<double>(op::ndtr, {-37.5, -37.9, -38.2, -38.4, -38.5, -38.6, -40, -1e300});
}

TEST(functions, angles_of_any_size_are_reduced) {
    std::vector<double> angles;
    for (double x = 0.1; x < 3e38; x *= 3.7) angles.push_back(x);
    angles.push_back(16367173.0 * 0x1p72);  // the f32 nearest to a multiple of pi / 2
    expect_unary<float>(op::sin, angles);
    expect_unary<float>(op::cos, angles);
    for (double x = 1e38; x < 1e308; x *= 1e7) angles.push_back(x);
    expect_unary<double>(op::sin, angles);
    expect_unary<double>(op::cos, angles);
}

// 6381956970095103 x 2^797, whose cosine glibc 2.36 gives with 15 digits: the value is mpmath's.
TEST(functions, the_double_nearest_to_a_multiple_of_a_right_angle_is_reduced) {
    spec_builder b(family::elementwise);
    b.output(b.apply(op::cos, {b.argument(f64, b.dims({{1, 0}}))}));
    const tensor x(f64, {1}, {6381956970095103.0 * 0x1p797});
    EXPECT_DOUBLE_EQ(checked_kernel(b.spec()).run({}, {x})[0][0], -4.687165924254627611e-19);
}

template <class T>
void expect_binary(op kind) {
    const std::vector<double> numbers = special_numbers<T>();
    const auto count = static_cast<std::int64_t>(numbers.size() * numbers.size());
    spec_builder b(family::elementwise);
    const shape s = b.dims({{count, 0}});
    const auto x = b.argument(type_of<T>, s), y = b.argument(type_of<T>, s);
    b.output(b.apply(kind, {x, y}));
    tensor first(type_of<T>, {count}), second(type_of<T>, {count});
    for (std::size_t i = 0; i < first.size(); ++i) {
        first.set(i, numbers[i / numbers.size()]);
        second.set(i, numbers[i % numbers.size()]);
    }
    const auto found = checked_kernel(b.spec()).run({}, {first, second})[0];
    for (std::size_t i = 0; i < first.size(); ++i)
        expect_same<T>(found[i], reference::element_of(kind, type_of<T>, first[i], second[i], 0),
                       std::string(graph::info(kind).name) + "(" + std::to_string(first[i]) + ", " +
                           std::to_string(second[i]) + ")");
}

TEST(functions, all_pairs_of_special_numbers_give_what_c_gives) {
    const op functions_of_two_operands[] = {
#define SYLVITE_BINARY_FUNCTION(name, ...) op::name,
#include <sylvite/dsl/graph/operations.def>
    };
    for (const op kind : functions_of_two_operands) {
        if (graph::info(kind).operands != graph::operand_types::floats)
            continue;  // those of numbers lose signs of zero
        expect_binary<float>(kind);
        expect_binary<double>(kind);
    }
}

TEST(functions, a_nan_in_one_lane_stays_in_its_lane) {
    for (const op kind : functions_of_one_operand) {
        std::vector<double> arguments(37, 0.75);
        for (std::size_t i = 0; i < arguments.size(); i += 5) arguments[i] = nan;
        expect_unary<float>(kind, arguments);
        expect_unary<double>(kind, arguments);
    }
}

}  // namespace
}  // namespace sylvite::generators::testing
