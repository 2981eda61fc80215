// Functions that keep views take lvalues and views, and no temporaries that own their elements. What the compiler says
// then: tests/compile_fail.
#include "fake_network.hpp"

#include <sylvite/runtime/data/batches.hpp>
#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/trace/recording.hpp>

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace {

using namespace sylvite;
using fake::line;

/// A view type of somebody's own, that says what it is.
struct own_view {
    const float *first;
    [[nodiscard]] const float *begin() const { return first; }
    [[nodiscard]] const float *end() const { return first + 3; }
    [[nodiscard]] const float *data() const { return first; }
    [[nodiscard]] std::size_t size() const { return 3; }
};
/// And a container.
struct own_vector : own_view {};

using floats = std::vector<float>;
using row = std::array<float, 3>;

template <class Handle, class Values>
concept binds = requires(line net, Handle to, Values &&values) {
    net.bind(to, std::forward<Values>(values));
};
template <class Handle, class Values>
concept adds = requires(dataset data, Handle to, Values &&values) {
    data.add(to, std::forward<Values>(values));
};
template <class Values>
concept adds_by_name = requires(dataset data, Values &&values) {
    data.add("x", 3, std::forward<Values>(values));
};

}  // namespace

template <>
inline constexpr bool std::ranges::enable_borrowed_range<own_view> = true;

namespace {

using x = input_handle<float, 3>;
using table = array_handle<float, 3>;

static_assert(binds<x, floats &> && binds<x, const floats &> && binds<x, row &> && binds<x, const float (&)[3]>);
static_assert(binds<x, std::span<float>> && binds<x, std::span<const float, 3>> && binds<x, std::span<float> &>);
static_assert(binds<x, own_view> && binds<x, own_view &> && binds<x, own_vector &>);
static_assert(!binds<x, floats> && !binds<x, const floats> && !binds<x, row> && !binds<x, float[3]>);
static_assert(!binds<x, own_vector> && !binds<x, std::initializer_list<float>>);
static_assert(!binds<x, std::vector<double> &>, "another element type");
static_assert(binds<table, floats &> && binds<table, std::span<const float>> && !binds<table, floats>);
static_assert(!binds<table, const row>);
static_assert(binds<const char *, std::span<const float>> && !binds<const char *, floats> &&
              !binds<std::string_view, row>);

static_assert(adds<x, floats &> && adds<x, const floats &> && adds<x, std::span<const float>> && adds<x, own_view>);
static_assert(adds<x, floats>, "the dataset takes it over");
static_assert(!adds<x, const floats> && !adds<x, row> && !adds<x, own_vector>);
static_assert(adds_by_name<std::span<const float>> && adds_by_name<floats> && !adds_by_name<row>);

template <class Net>
concept predicts = requires(Net &&net) {
    std::forward<Net>(net).predict(1);
};
template <class Net>
concept evaluates = requires(Net &&net) {
    std::forward<Net>(net).evaluate(1);
};
template <class Net>
concept runs = requires(Net &&net) {
    std::forward<Net>(net).run(entry_handle{0}, 1);
};
template <class Net>
concept gives_values = requires(Net &&net) {
    std::forward<Net>(net).values(line::weight);
};
template <class Net>
concept gives_values_by_name = requires(Net &&net) {
    std::forward<Net>(net).template values<float>("line.weight");
};
template <class Net>
concept gives_persistent = requires(Net &&net) {
    std::forward<Net>(net).persistent();
};
static_assert(predicts<line &> && !predicts<line>);
static_assert(evaluates<line &> && evaluates<line>, "metrics are numbers, which outlive the network");
static_assert(runs<line &> && !runs<line>);
static_assert(gives_values<const line &> && !gives_values<line> && !gives_values<const line>);
static_assert(gives_values_by_name<const line &> && !gives_values_by_name<line>);
static_assert(gives_persistent<const line &> && !gives_persistent<line>);

static_assert(std::is_constructible_v<data::batches, line &, entry_handle, dataset &, std::size_t>);
static_assert(!std::is_constructible_v<data::batches, line &, entry_handle, dataset, std::size_t>);
template <class Recording>
concept gives_calls = requires(Recording &&r) {
    std::forward<Recording>(r).calls();
};
static_assert(gives_calls<const recording &> && !gives_calls<recording>);

TEST(temporaries, a_view_that_is_one_is_bound_in_place) {
    line net({.seed = 1});
    floats values{1, 2, 3, 4, 5, 6};
    net.bind(line::x, std::span(values).subspan(3));
    const float second = net.predict().z[0];
    net.bind(line::x, own_view{values.data() + 3});
    EXPECT_EQ(net.predict().z[0], second);
    net.bind(line::x, {values.data(), 3});
    EXPECT_NE(net.predict().z[0], second);
}

TEST(temporaries, a_temporary_dataset_and_standardisation_give_what_may_be_kept) {
    const auto made = [] {
        dataset d;
        d.add(line::x, floats{1, 2, 3, 4, 5, 6});
        return d;
    };
    const auto columns = made().columns();
    ASSERT_EQ(columns.size(), 1u);
    EXPECT_EQ(static_cast<const float *>(columns[0].from->contiguous())[5], 6);
    const auto column = made().find("x");
    ASSERT_TRUE(column);
    EXPECT_EQ(static_cast<const float *>(column->from->contiguous())[5], 6);
    EXPECT_FALSE(made().find("y"));
    const auto shift = mean_and_deviation(made(), "x").shift();
    EXPECT_EQ(std::vector<double>(shift.begin(), shift.end()), (std::vector<double>{2.5, 3.5, 4.5}));
}

}  // namespace
