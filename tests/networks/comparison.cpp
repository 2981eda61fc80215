#include "comparison.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sylvite::test {
namespace {

double element(const std::byte *data, dtype type, std::size_t i) {
    return with_element(type, [&]<class T>(T) { return static_cast<double>(reinterpret_cast<const T *>(data)[i]); });
}

/// The first difference beyond rounding; empty where there is none.
std::string difference(const reference::tensor &expected, const std::byte *found, double slack) {
    if (!is_floating(expected.type())) slack = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double e = expected[i], f = element(found, expected.type(), i);
        const bool same = e == f || (std::isnan(e) && std::isnan(f)) || std::abs(e - f) <= slack * (1 + std::abs(e));
        if (!same)
            return "element " + std::to_string(i) + " of " + std::to_string(expected.size()) + ": expected " +
                   std::to_string(e) + ", found " + std::to_string(f);
    }
    return "";
}

/// Of every network.
constexpr step_values start_of_run{0x0123456789abcdef, 41, 0};

using byte_arrays = std::vector<std::vector<std::byte>>;

/// Extents, variables and inputs; the inputs' bytes must live as long as the network runs.
void give_values(compiled_network &compiled, const graph::table_view &table, const random_values &values,
                 byte_arrays &inputs) {
    core::instance &instance = compiled.instance();
    instance.set_step_values(start_of_run);
    const auto bytes_of = [](const reference::tensor &t) {
        std::vector<std::byte> bytes(t.size() * size_of(t.type()));
        t.store(bytes.data());
        return bytes;
    };
    std::map<std::int32_t, std::int64_t> bounds;
    for (const graph::node &n : table.nodes) {
        const shape &dims = table.dims(n);
        for (int i = 0; i < dims.rank; ++i)
            if (dims[i].is_dynamic()) bounds[dims[i].symbol] = dims[i].value;
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
    for (const auto &[name, value] : values.inputs) {
        inputs.push_back(bytes_of(value));
        ASSERT_EQ(instance.bind_input(compiled.tensor_named(name), inputs.back().data()), core::status::ok);
    }
}

/// Runs one call and the interpreter on its spec; empty if they agree.
std::string check_call(compiled_network &compiled, std::size_t entry, std::size_t number, double slack) {
    const codegen::call_model &call = compiled.model().first().entries[entry].calls[number];
    const codegen::kernel_model &kernel = compiled.model().first().kernels[call.kernel];
    core::instance &instance = compiled.instance();
    reference::symbol_extents extents;
    std::vector<std::uint32_t> tensors;
    for (const core::operand &o : call.operands) {
        if (o.what == core::operand::kind::tensor)
            tensors.push_back(o.index);
        else if (o.what == core::operand::kind::symbol)
            extents.of_symbol[static_cast<std::size_t>(&o - call.operands.data()) + 1] = instance.extent(o.index + 1);
    }
    // operands: the arguments that are not overwritten, then the outputs
    const std::size_t first_output = tensors.size() - kernel.spec.outputs.size();
    std::vector<reference::tensor> arguments;
    std::size_t next = 0;
    for (std::size_t k = 0; k < kernel.spec.arguments.size(); ++k) {
        std::size_t position = next;
        for (std::size_t o = 0; o < kernel.spec.outputs.size(); ++o)
            if (kernel.spec.outputs[o].in_place == static_cast<int>(k)) position = first_output + o;
        if (position == next && position < first_output) ++next;
        const generators::spec_argument &a = kernel.spec.arguments[k];
        arguments.push_back(reference::tensor::load(a.type, extents(a.dims), instance.data(tensors[position])));
    }
    reference::interpreter interpreter(
        kernel.spec.view(), extents,
        [&](graph::node_id id) { return arguments[static_cast<std::size_t>(kernel.spec.view().attributes(id)[0])]; },
        instance.step_values_now());
    std::vector<reference::tensor> expected;
    for (const generators::spec_output &o : kernel.spec.outputs) expected.push_back(interpreter.value(o.node));
    if (compiled.run_call(entry, number) != core::status::ok) return instance.message();
    for (std::size_t o = 0; o < expected.size(); ++o)
        if (const std::string d = difference(expected[o], instance.data(tensors[first_output + o]), slack); !d.empty())
            return "output " + std::to_string(o) + ", " + d + "\nschedule " + generators::to_text(kernel.schedule) +
                   "\n" + kernel.spec_text;
    return "";
}

/// The first kernel that differs from the interpreter when the entries run call by call.
std::string first_wrong_kernel(const graph::table_view &table, const random_values &values,
                               const compile_options &options, double slack) {
    compiled_network compiled(table, options);
    byte_arrays inputs;
    give_values(compiled, table, values, inputs);
    for (std::size_t e = 0; e < compiled.model().first().entries.size(); ++e)
        for (std::size_t c = 0; c < compiled.model().first().entries[e].calls.size(); ++c)
            if (std::string wrong = check_call(compiled, e, c, slack); !wrong.empty()) return wrong;
    return "none: each kernel does what its spec says";
}

}  // namespace

std::vector<std::byte> run_and_compare(const graph::table_view &table, const random_values &start,
                                       const compile_options &options, double slack) {
    compiled_network compiled(table, options);
    core::instance &instance = compiled.instance();
    random_values values = start;
    byte_arrays inputs;
    give_values(compiled, table, values, inputs);
    std::vector<std::byte> results;
    const auto keep = [&](const reference::tensor &like, const std::byte *data) {
        results.insert(results.end(), data, data + like.size() * size_of(like.type()));
    };
    step_values now = start_of_run;
    const auto &entries = compiled.model().first().entries;
    // What is prepared is made in the first round, and kept in the second as far as no entry changes what it is of.
    const std::size_t rounds = options.fusion.prepare ? 2 : 1;
    for (std::size_t run = 0; run < rounds * entries.size(); ++run) {
        const auto e = static_cast<std::uint32_t>(run % entries.size());
        SCOPED_TRACE("entry " + entries[e].name + ", run " + std::to_string(run));
        const reference::entry_result expected = reference::run_entry(
            table, reference::entry_of(table, entries[e].name), values.variables, values.inputs, values.extents, now);
        if (entries[e].draws) ++now.step;
        if (instance.run(e) != core::status::ok) {
            ADD_FAILURE() << instance.message();
            return results;
        }
        EXPECT_EQ(instance.step_values_now(), now);
        for (const codegen::output_model &o : entries[e].outputs) {
            const reference::tensor &output = expected.outputs.find(o.name)->second;
            EXPECT_EQ(difference(output, instance.data(o.tensor), slack), "") << o.name;
            keep(output, instance.data(o.tensor));
        }
        for (const codegen::metric_model &m : entries[e].metrics) {
            const double sum = element(instance.data(m.tensor), f64, 0),
                         wanted = expected.metrics.find(m.name)->second.sum;
            EXPECT_TRUE(std::abs(sum - wanted) <= slack * (1 + std::abs(wanted)) ||
                        (std::isnan(sum) && std::isnan(wanted)))
                << m.name << ": expected " << wanted << ", found " << sum;
        }
        for (const auto &[name, value] : values.variables) {
            EXPECT_EQ(difference(value, instance.data(compiled.tensor_named(name)), slack), "") << name;
            keep(value, instance.data(compiled.tensor_named(name)));
        }
        if (!testing::Test::HasFailure()) continue;
        ADD_FAILURE() << "first wrong kernel: " << first_wrong_kernel(table, start, options, slack);
        return results;
    }
    return results;
}

}  // namespace sylvite::test
