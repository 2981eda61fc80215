#include "check.hpp"

#include <sylvite/generators/lowering/compile.hpp>

#include <HalideRuntime.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <random>

namespace sylvite::generators::testing {
namespace {

using reference::tensor;

std::atomic<std::uint64_t> asked_bytes{0};

void *counting_malloc(void *, std::size_t bytes) {
    asked_bytes += (bytes + 127) / 128 * 128;
    return std::aligned_alloc(128, (bytes + 127) / 128 * 128);
}
void counting_free(void *, void *block) { std::free(block); }

reference::symbol_extents extents_of(const std::vector<std::int32_t> &symbols) {
    reference::symbol_extents extents;
    for (std::size_t s = 0; s < symbols.size(); ++s) extents.of_symbol[s + 1] = symbols[s];
    return extents;
}

/// Memory between two zones that must stay as they are.
class guarded_block {
  public:
    explicit guarded_block(std::size_t bytes) : bytes_(bytes), memory_(bytes + 2 * zone + 64) {
        std::fill(memory_.begin(), memory_.end(), mark);
        const auto address = reinterpret_cast<std::uintptr_t>(memory_.data()) + zone;
        start_ = memory_.data() + zone + (64 - address % 64) % 64;
    }
    [[nodiscard]] unsigned char *data() const { return start_; }
    [[nodiscard]] bool is_intact() const {
        for (const unsigned char *p = memory_.data(); p != memory_.data() + memory_.size(); ++p)
            if ((p < start_ || p >= start_ + bytes_) && *p != mark) return false;
        return true;
    }

  private:
    static constexpr std::size_t zone = 1024;
    static constexpr unsigned char mark = 0xa5;
    std::size_t bytes_;
    std::vector<unsigned char> memory_;
    unsigned char *start_;
};

bool have_same_bits(const tensor &a, const tensor &b) {
    return a.dims() == b.dims() && std::memcmp(a.values().data(), b.values().data(), a.size() * sizeof(double)) == 0;
}

std::string target_of(const run_options &options) { return options.target.empty() ? host_target() : options.target; }

generators::schedule with_changes(const generators::kernel_spec &spec, const run_options &options) {
    auto chosen = generators::choose_schedule(spec, generators::describe(target_of(options)));
    for (const auto &[name, value] : options.changes) chosen[name] = value;
    return chosen;
}

}  // namespace

std::vector<tensor> random_arguments(const generators::kernel_spec &spec, const std::vector<std::int32_t> &symbols,
                                     unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_real_distribution<double> real(-2, 2);
    std::uniform_int_distribution<int> integer(-9, 9);
    std::vector<tensor> values;
    for (const auto &argument : spec.arguments) {
        tensor t(argument.type, extents_of(symbols)(argument.dims));
        for (std::size_t i = 0; i < t.size(); ++i)
            t.set(i, argument.type == dtype::i32       ? integer(engine)
                     : argument.type == dtype::boolean ? integer(engine) > 0
                                                       : real(engine));
        values.push_back(std::move(t));
    }
    return values;
}

checked_kernel::checked_kernel(const generators::kernel_spec &spec, const run_options &options)
    : spec_(spec), how_(with_changes(spec, options)), options_(options),
      scratch_(generators::scratch_bytes(spec, how_, generators::describe(target_of(options)))),
      kernel_(spec, how_, target_of(options)) {
    // The text of a spec is what the compiler reads.
    EXPECT_EQ(generators::parse_spec(generators::to_text(spec)), spec);
}

std::vector<tensor> checked_kernel::run(const std::vector<std::int32_t> &symbols,
                                        const std::vector<tensor> &arguments) const {
    const std::vector<tensor> first = run_with(symbols, arguments, fenced_block::fence::behind_end);
    std::vector<tensor> second = run_with(symbols, arguments, fenced_block::fence::before_start);
    for (std::size_t k = 0; k < first.size(); ++k)
        EXPECT_TRUE(have_same_bits(first[k], second[k])) << "output " << k << " depends on the inputs' addresses";
    return second;
}

std::vector<tensor> checked_kernel::run_with(const std::vector<std::int32_t> &symbols,
                                             const std::vector<tensor> &arguments, fenced_block::fence close) const {
    std::vector<fenced_block> inputs;
    std::vector<guarded_block> results;
    inputs.reserve(arguments.size());
    results.reserve(spec_.outputs.size());
    std::vector<void *> buffers;
    for (std::size_t k = 0; k < arguments.size(); ++k) {
        inputs.emplace_back(arguments[k].size() * size_of(arguments[k].type()), close, options_.spare_bytes);
        arguments[k].store(inputs.back().data());
        bool is_overwritten = false;
        for (const auto &output : spec_.outputs)
            is_overwritten = is_overwritten || output.in_place == static_cast<int>(k);
        if (!is_overwritten) buffers.push_back(inputs.back().data());
    }
    std::vector<reference::dimensions> shapes;
    for (const auto &output : spec_.outputs) {
        shapes.push_back(extents_of(symbols)(spec_.dims(output.node)));
        results.emplace_back(reference::volume_of(shapes.back()) * size_of(spec_.nodes[output.node].type));
        if (output.in_place >= 0) arguments[static_cast<std::size_t>(output.in_place)].store(results.back().data());
        buffers.push_back(results.back().data());
    }
    halide_set_num_threads(options_.threads);
    halide_set_custom_malloc(counting_malloc);
    halide_set_custom_free(counting_free);
    asked_bytes = 0;
    EXPECT_EQ(kernel_(symbols, buffers, now), 0);
    EXPECT_LE(asked_bytes, scratch_);
    std::vector<tensor> found;
    for (std::size_t k = 0; k < results.size(); ++k) {
        EXPECT_TRUE(results[k].is_intact()) << "output " << k << " was written beyond its end";
        found.push_back(tensor::load(spec_.nodes[spec_.outputs[k].node].type, shapes[k], results[k].data()));
    }
    return found;
}

std::vector<tensor> checked_kernel::expected(const std::vector<std::int32_t> &symbols,
                                             const std::vector<tensor> &arguments) const {
    std::vector<graph::node_id> wanted;
    for (const auto &output : spec_.outputs) wanted.push_back(output.node);
    const auto leaves = [&](graph::node_id id) {
        return arguments[static_cast<std::size_t>(spec_.view().attributes(id)[0])];
    };
    return reference::evaluate(spec_.view(), wanted, leaves, extents_of(symbols), now);
}

void checked_kernel::check(const std::vector<std::int32_t> &symbols, double tolerance) const {
    check(symbols, random_arguments(spec_, symbols, 1), tolerance);
}

void checked_kernel::check(const std::vector<std::int32_t> &symbols, const std::vector<tensor> &arguments,
                           double tolerance) const {
    const auto found = run(symbols, arguments), wanted = expected(symbols, arguments);
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        SCOPED_TRACE("output " + std::to_string(k) + ", schedule " + generators::to_text(how_));
        expect_close(found[k], wanted[k], tolerance);
    }
}

void expect_close(const tensor &found, const tensor &expected, double tolerance) {
    ASSERT_EQ(found.dims(), expected.dims());
    int failures = 0;
    for (std::size_t i = 0; i < found.size() && failures < 5; ++i) {
        const double f = found[i], e = expected[i];
        const bool same =
            (std::isnan(f) && std::isnan(e)) || f == e || std::fabs(f - e) <= tolerance * std::fmax(1.0, std::fabs(e));
        if (!same) {
            ++failures;
            ADD_FAILURE() << "element " << i << " of " << reference::to_string(found.dims()) << ": expected " << e
                          << ", found " << f;
        }
    }
}

void check(const generators::kernel_spec &spec, const std::vector<std::int32_t> &symbols, double tolerance) {
    checked_kernel(spec).check(symbols, tolerance);
}

}  // namespace sylvite::generators::testing
