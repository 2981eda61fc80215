// Random networks, planned, compiled and run, agree with the interpreter: outputs, metrics, and what updates leave.
// SYLVITE_RANDOM_GRAPHS says how many (30) and SYLVITE_RANDOM_SEED the first one's seed (1).
#include "../dsl/random_graph.hpp"
#include "compiled_network.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace sylvite::test {
namespace {

std::uint64_t setting(const char *name, std::uint64_t otherwise) {
    const char *text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

double element(const std::byte *data, dtype type, std::size_t i) {
    switch (type) {
        case dtype::f32:
            return static_cast<double>(reinterpret_cast<const float *>(data)[i]);
        case dtype::f64:
            return reinterpret_cast<const double *>(data)[i];
        case dtype::i32:
            return reinterpret_cast<const std::int32_t *>(data)[i];
        case dtype::boolean:
            return reinterpret_cast<const std::uint8_t *>(data)[i];
    }
    return 0;
}

/// The first difference beyond rounding; empty where there is none.
std::string difference(const reference::tensor &expected, const std::byte *found) {
    const double slack = expected.type() == f32 ? 2e-4 : expected.type() == f64 ? 1e-9 : 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double e = expected[i], f = element(found, expected.type(), i);
        const bool same = e == f || (std::isnan(e) && std::isnan(f)) || std::abs(e - f) <= slack * (1 + std::abs(e));
        if (!same)
            return "element " + std::to_string(i) + " of " + std::to_string(expected.size()) + ": expected " +
                   std::to_string(e) + ", found " + std::to_string(f);
    }
    return "";
}

void run_and_compare(const graph::table_view &table, std::uint64_t seed, const plan::fusion_options &options) {
    compiled_network compiled(table, options);
    core::instance &instance = compiled.instance();
    random_values values = make_random_values(table, seed);
    const auto bytes_of = [](const reference::tensor &t) {
        std::vector<std::byte> bytes(t.size() * size_of(t.type()));
        t.store(reinterpret_cast<unsigned char *>(bytes.data()));
        return bytes;
    };
    std::map<std::int32_t, std::int64_t> bounds;
    for (const graph::node &n : table.nodes) {
        for (int i = 0; i < n.dims.rank; ++i)
            if (n.dims[i].is_dynamic()) bounds[n.dims[i].symbol] = n.dims[i].value;
        if (n.kind == graph::op::extent)
            bounds[static_cast<std::int32_t>(table.attributes(n)[0])] = table.attributes(n)[1];
    }
    std::uint32_t symbol = 0;
    for (const auto &[network_symbol, bound] : bounds)
        ASSERT_EQ(instance.set_extent(++symbol, values.extents.of_symbol[static_cast<std::size_t>(network_symbol)]),
                  core::status::ok);
    for (const auto &[name, value] : values.variables) {
        const auto bytes = bytes_of(value);
        std::copy(bytes.begin(), bytes.end(), instance.data(compiled.tensor_named(name)));
    }
    std::vector<std::vector<std::byte>> inputs;
    for (const auto &[name, value] : values.inputs) {
        inputs.push_back(bytes_of(value));
        ASSERT_EQ(instance.bind_input(compiled.tensor_named(name), inputs.back().data()), core::status::ok);
    }
    const auto &entries = compiled.model().entries;
    for (std::uint32_t e = 0; e < entries.size(); ++e) {
        SCOPED_TRACE("entry " + entries[e].name);
        const reference::entry_result expected = reference::run_entry(
            table, reference::entry_of(table, entries[e].name), values.variables, values.inputs, values.extents);
        ASSERT_EQ(instance.run(e), core::status::ok) << instance.message();
        for (const codegen::output_model &o : entries[e].outputs)
            EXPECT_EQ(difference(expected.outputs.find(o.name)->second, instance.data(o.tensor)), "") << o.name;
        for (const codegen::metric_model &m : entries[e].metrics) {
            const double sum = element(instance.data(m.tensor), f64, 0), wanted = expected.metrics.find(m.name)->second.sum;
            EXPECT_TRUE(std::abs(sum - wanted) <= 2e-4 * (1 + std::abs(wanted)) || (std::isnan(sum) && std::isnan(wanted)))
                << m.name << ": expected " << wanted << ", found " << sum;
        }
        for (const auto &[name, value] : values.variables)
            EXPECT_EQ(difference(value, instance.data(compiled.tensor_named(name))), "") << name;
        if (testing::Test::HasFailure()) return;
    }
}

void run_seed(std::uint64_t seed) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ": repeat with SYLVITE_RANDOM_SEED=" + std::to_string(seed) +
                 " SYLVITE_RANDOM_GRAPHS=1");
    const graph::table table = make_random_graph(seed);
    plan::fusion_options options;
    options.fuse = seed % 5 != 0;
    run_and_compare(table.view(), seed, options);
}

TEST(random_networks, compiled_kernels_agree_with_the_interpreter) {
    const std::uint64_t first = setting("SYLVITE_RANDOM_SEED", 1), count = setting("SYLVITE_RANDOM_GRAPHS", 30);
    for (std::uint64_t seed = first; seed < first + count && !HasFailure(); ++seed) run_seed(seed);
}

}  // namespace
}  // namespace sylvite::test
