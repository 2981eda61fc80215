#include <sylvite/codegen/tuning/expected.hpp>
#include <sylvite/dsl/reference/interpreter.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sylvite::codegen {
namespace {

std::vector<reference::tensor> evaluate(const kernel_spec &spec, const extents &symbols) {
    reference::symbol_extents sizes;
    for (std::size_t s = 0; s < symbols.size(); ++s) sizes.of_symbol.at(s + 1) = symbols[s];
    std::vector<graph::node_id> wanted;
    for (const spec_output &o : spec.outputs) wanted.push_back(o.node);
    const auto leaves = [&](graph::node_id id) {
        const auto k = static_cast<std::size_t>(spec.view().attributes(id)[0]);
        const spec_argument &a = spec.arguments[k];
        std::string memory(bytes_of(a.dims, a.type, symbols), '\0');
        fill_argument(spec, k, symbols, memory.data());
        return reference::tensor::load(a.type, sizes(a.dims), memory.data());
    };
    return reference::evaluate(spec.view(), wanted, leaves, sizes, tried_step);
}

template <class T>
T element(const char *values, std::size_t i) {
    T value;
    std::memcpy(&value, values + i * sizeof value, sizeof value);
    return value;
}

template <class T>
std::string fault_in_reals(const char *found, const char *expected, std::size_t count, double tolerance) {
    double largest = 1;
    for (std::size_t i = 0; i < count; ++i)
        if (const double e = std::fabs(element<T>(expected, i)); std::isfinite(e)) largest = std::max(largest, e);
    for (std::size_t i = 0; i < count; ++i) {
        const double f = element<T>(found, i), e = element<T>(expected, i);
        if ((std::isnan(f) && std::isnan(e)) || f == e || std::fabs(f - e) <= tolerance * largest) continue;
        return "element " + std::to_string(i) + " is " + std::to_string(f) + ", expected " + std::to_string(e);
    }
    return {};
}

template <class T>
std::string fault_in_integers(const char *found, const char *expected, std::size_t count) {
    std::size_t wrong = 0, first = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (element<T>(found, i) != element<T>(expected, i) && wrong++ == 0) first = i;
    if (wrong <= count / 1000) return {};
    return "element " + std::to_string(first) + " is " + std::to_string(element<T>(found, first)) + ", expected " +
           std::to_string(element<T>(expected, first));
}

std::string to_text(const extents &symbols) {
    std::string text;
    for (const std::int64_t s : symbols) text += (text.empty() ? " at extents " : ", ") + std::to_string(s);
    return text;
}

}  // namespace

std::vector<extents> tried_extents(const kernel_spec &spec) {
    std::vector<extents> sizes{spec.symbol_bounds};
    if (spec.symbol_bounds.empty()) return sizes;
    sizes.emplace_back();
    for (const std::int64_t bound : spec.symbol_bounds) sizes.back().push_back(1 + bound / 3);
    return sizes;
}

expected_results::expected_results(const kernel_spec &spec, const std::vector<extents> &sizes) {
    for (const graph::node &n : spec.nodes)
        if (n.type == dtype::f32) tolerance_ = 2e-5;
    for (const extents &size : sizes) {
        const auto values = evaluate(spec, size);
        for (std::size_t k = 0; k < values.size(); ++k) {
            result r{values[k].type(), "result " + std::to_string(k) + to_text(size), {}};
            r.values.resize(values[k].size() * size_of(r.type));
            values[k].store(r.values.data());
            bytes_ += r.values.size();
            results_.push_back(std::move(r));
        }
    }
}

std::string expected_results::fault_in(const char *results) const {
    for (const result &r : results_) {
        const std::size_t count = r.values.size() / size_of(r.type);
        const std::string fault = with_element(r.type, [&]<class T>(T) {
            if constexpr (std::is_floating_point_v<T>)
                return fault_in_reals<T>(results, r.values.data(), count, tolerance_);
            else
                return fault_in_integers<T>(results, r.values.data(), count);
        });
        if (!fault.empty()) return r.name + ": " + fault;
        results += r.values.size();
    }
    return {};
}

}  // namespace sylvite::codegen
