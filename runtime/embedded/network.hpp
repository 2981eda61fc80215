// A network with all its memory in the object, on the core alone: the base of every class of a generated NAME.core.hpp.
// Nothing here allocates, throws or prints; errors are values, with one sentence in message().
#pragma once

#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/core/processor.hpp>
#include <sylvite/runtime/core/rows.hpp>
#include <sylvite/runtime/embedded/table.hpp>
#include <sylvite/runtime/handles.hpp>
#include <sylvite/runtime/temporary.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace sylvite::embedded {

/// Where parameters and state are.
enum class variables : std::uint8_t {
    writable,  // in the object
    constant,  // in a table of the program, where they are read; entries that write them do not exist
};

/// What the memory of a network depends on.
struct network_facts {
    std::uint64_t layout;  // hash of the program
    core::memory_needs needs;
    std::uint32_t inputs;  // tensors 0 to inputs - 1
};

/// Several kilobytes and more: meant for static storage. Used by one thread at a time.
template <network_facts Facts, variables Where>
class network {
  public:
    using weights = table<Facts.layout, Facts.needs.persistent>;

    explicit network(const core::program &code) noexcept : code_(core::best_program(code)) {}
    network(const network &) = delete;
    network &operator=(const network &) = delete;

    /// Starting values from a seed, the same as everywhere.
    [[nodiscard]] core::status start(std::uint64_t seed) noexcept requires(Where == variables::writable) {
        const core::status s = bind_own_memory();
        if (s == core::status::ok) core::initialise_persistent(code_, seed, memory_.persistent);
        if (s == core::status::ok) core_.set_step_values({.seed = seed});
        return s;
    }

    /// The values of a table, which is copied where it is to be written, and must stay where not.
    [[nodiscard]] core::status start(const weights &values) noexcept {
        own_message_.clear();
        if constexpr (Where == variables::constant) {
            return core_.bind_reading(code_, {values.bytes(), memory_.workspace, memory_.scratch, memory_.views});
        } else {
            const core::status s = bind_own_memory();
            if (s == core::status::ok && !values.bytes().empty())
                std::memcpy(memory_.persistent, values.bytes().data(), values.bytes().size());
            return s;
        }
    }

    /// A temporary table would not stay.
    template <class Mistake = values_are_gone_after_the_call<weights>>
    requires(Where == variables::constant) Mistake start(const weights &&)
    = delete;

    // Inputs. No copy: the data, dense and row-major, must stay until the entry has run; temporaries that own it do not
    // compile.

    template <class T, std::int64_t... Row>
    [[nodiscard]] core::status bind(input_handle<T, Row...> input,
                                    std::type_identity_t<std::span<const T>> rows) noexcept {
        return bind_tensor(input.tensor, rows.data(), rows.size());
    }
    template <class T, std::int64_t... Extents>
    [[nodiscard]] core::status bind(array_handle<T, Extents...> input,
                                    std::type_identity_t<std::span<const T>> values) noexcept {
        return bind_tensor(input.tensor, values.data(), values.size());
    }
    template <class T, std::int64_t... Row, temporary_values<T> Values,
              class Mistake = values_are_gone_after_the_call<Values>>
    Mistake bind(input_handle<T, Row...>, Values &&) = delete;
    template <class T, std::int64_t... Extents, temporary_values<T> Values,
              class Mistake = values_are_gone_after_the_call<Values>>
    Mistake bind(array_handle<T, Extents...>, Values &&) = delete;
    /// The value is kept here.
    template <class T>
    [[nodiscard]] core::status set(scalar_handle<T> scalar, std::type_identity_t<T> value) noexcept {
        std::memcpy(&scalars_[scalar.tensor], &value, sizeof value);
        return bind_tensor(scalar.tensor, &scalars_[scalar.tensor], 1);
    }
    /// A dynamic extent other than the rows; symbols count from 1.
    [[nodiscard]] core::status set_extent(std::uint32_t symbol, std::int64_t n) noexcept {
        own_message_.clear();
        return core_.set_extent(symbol, n);
    }

    /// On the first `rows` rows of the bound inputs; entries of a fixed number of rows pass over it.
    [[nodiscard]] core::status run(entry_handle which, std::size_t rows) noexcept {
        own_message_.clear();
        const core::entry &e = code_.entries[which.index];
        if (const std::uint32_t symbol = core::row_symbol(e); symbol != 0)
            if (const core::status s = core_.set_extent(symbol, rows_as_extent(rows)); s != core::status::ok) return s;
        for (const std::uint32_t i : e.inputs) {
            // What is not bound at all is the core's to report.
            if (core_.data(i) == nullptr || elements_[i] >= core_.volume(i)) continue;
            own_message_ << "network '" << code_.name << "', entry '" << e.name << "': input '" << code_.tensors[i].name
                         << "' has " << elements_[i] << " values bound, " << core_.volume(i) << " are needed";
            return core::status::input_too_short;
        }
        return core_.run(which.index);
    }

    /// What random numbers of a step depend on: seed, how many steps drew some before, first row. Keep it with the
    /// weights to go on with the same numbers; start(seed) sets the seed.
    [[nodiscard]] const step_values &random_state() const noexcept { return core_.step_values_now(); }
    void set_random_state(const step_values &now) noexcept { core_.set_step_values(now); }

    /// A parameter, a state, or an output of the entry that ran last.
    template <class T>
    [[nodiscard]] std::span<const T> values(std::uint32_t tensor) const noexcept {
        return {reinterpret_cast<const T *>(core_.data(tensor)), static_cast<std::size_t>(core_.volume(tensor))};
    }
    template <class T, std::int64_t... Extents>
    [[nodiscard]] std::span<const T> values(parameter_handle<T, Extents...> which) const noexcept {
        return values<T>(which.tensor);
    }
    template <class T, std::int64_t... Extents>
    [[nodiscard]] std::span<const T> values(state_handle<T, Extents...> which) const noexcept {
        return values<T>(which.tensor);
    }
    /// Of a metric of the entry that ran last, over its rows.
    [[nodiscard]] double mean(entry_handle which, std::size_t metric) const noexcept {
        const core::metric &m = code_.entries[which.index].metrics[metric];
        return values<double>(m.tensor)[0] / static_cast<double>(core_.count(m));
    }

    /// On the last error.
    [[nodiscard]] const char *message() const noexcept {
        return own_message_.empty() ? core_.message() : own_message_.text();
    }

  private:
    static constexpr std::size_t at_least_one(std::uint64_t bytes) {
        return bytes == 0 ? 1 : static_cast<std::size_t>(bytes);
    }
    static constexpr std::uint64_t own_persistent = Where == variables::writable ? Facts.needs.persistent : 0;

    struct blocks {
        alignas(core::segment_alignment) std::byte persistent[at_least_one(own_persistent)];
        alignas(core::segment_alignment) std::byte workspace[at_least_one(Facts.needs.workspace)];
        alignas(core::scratch_alignment) std::byte scratch[at_least_one(Facts.needs.scratch)];
        alignas(core::segment_alignment) std::byte views[at_least_one(Facts.needs.views)];
    };

    static std::int64_t rows_as_extent(std::size_t rows) noexcept {
        // Beyond every bound either way.
        return rows > 0x7fffffff ? 0x7fffffff : static_cast<std::int64_t>(rows);
    }

    [[nodiscard]] core::status bind_own_memory() noexcept {
        own_message_.clear();
        return core_.bind(code_, {memory_.persistent, memory_.workspace, memory_.scratch, memory_.views});
    }
    [[nodiscard]] core::status bind_tensor(std::uint32_t tensor, const void *data, std::size_t elements) noexcept {
        own_message_.clear();
        elements_[tensor] = elements;
        return core_.bind_input(tensor, data);
    }

    const core::program &code_;
    core::instance core_;
    core::basic_message<240> own_message_;
    std::uint64_t elements_[at_least_one(Facts.inputs)] = {};  // that the caller gave
    double scalars_[at_least_one(Facts.inputs)] = {};          // each in its own type
    blocks memory_;
};

}  // namespace sylvite::embedded
