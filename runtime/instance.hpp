// A network that owns its memory and its threads: the base class of every generated network.
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/handles.hpp>
#include <sylvite/runtime/result.hpp>
#include <sylvite/runtime/standard_library.hpp>
#include <sylvite/runtime/temporary.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace sylvite {

namespace data {
class batches;
}

class dataset;
struct fit_options;
struct fit_result;
struct load_options;
struct load_report;
struct save_options;

struct options {
    std::uint64_t seed = 0;  // of the parameters' starting values, and of random numbers in steps: random_state
    int threads = 0;         // that a step may use, the calling one included; 0: all of this process
    // Of a library for several instruction sets, which one's kernels: the name as SYLVITE_TARGET had it. Empty: the
    // first that this processor has. A view: the text must be there until the instance is made.
    std::string_view target = {};
};

/// Bytes that an instance holds.
struct memory_report {
    std::uint64_t persistent = 0;  // parameters and state; shared ones count in every sharer
    std::uint64_t workspace = 0;
    std::uint64_t scratch = 0;
    std::uint64_t views = 0;
    [[nodiscard]] std::uint64_t total() const noexcept { return persistent + workspace + scratch + views; }
};

enum class with_state : bool { no, yes };

struct index_check {
    /// A value that is let through, as -100 where a mask leaves such rows out. 0, which is never out of range: none.
    std::int32_t ignore = 0;
};

/// All functions throw sylvite::error with one sentence. What is refused changes nothing; an entry that fails in the
/// midst of a dataset has run over the batches before. After a move from it all throw ("the network was moved away"),
/// and those that are noexcept give nothing.
///
/// One thread at a time: one that comes while another is within a function is told so by an error. Give each thread an
/// instance of its own, which may share the weights. While fit runs, the network is the training thread's, whose
/// progress sink may run and change it; a function that watches a step may only read.
class instance {
  public:
    /// Allocates all memory that the network will ever use, starts its threads, initialises parameters and state.
    explicit instance(const core::program &code, options wanted = {});

    /// Uses the other's parameters and state, which must be of the same program, and can run entries that only read
    /// them. While such an instance lives, no entry that writes can run in any of them. Several threads may make
    /// instances from one at the same time, while it runs too: one for each request, say.
    /// While an entry that writes runs in one of them, no other thread can make one.
    instance(const instance &share_weights_with, options wanted);

    instance(instance &&) noexcept;
    instance &operator=(instance &&) noexcept;
    ~instance();

    /// For the instruction set that was chosen, code().target.
    [[nodiscard]] const core::program &code() const noexcept;
    /// The instruction sets that the library has kernels for, those that ask for more first.
    [[nodiscard]] std::size_t target_count() const noexcept;
    [[nodiscard]] std::string_view target(std::size_t index) const noexcept;
    [[nodiscard]] memory_report memory() const noexcept;
    [[nodiscard]] int threads() const noexcept;

    // Inputs. No copy: the data must stay until the entry has run. Temporaries that own their values do not compile.

    /// Row-major; the number of elements gives the rows.
    template <class T, std::int64_t... Row>
    void bind(input_handle<T, Row...> input, std::type_identity_t<std::span<const T>> rows) {
        bind_tensor(input.tensor, input.type, rows.data(), rows.size());
    }
    template <class T, std::int64_t... Extents>
    void bind(array_handle<T, Extents...> input, std::type_identity_t<std::span<const T>> values) {
        bind_tensor(input.tensor, input.type, values.data(), values.size());
    }
    template <class T>
    void bind(std::string_view input, std::span<const T> values) {
        bind_tensor(input_named(input), dtype_of<std::remove_const_t<T>>, values.data(), values.size());
    }
    template <class T, std::int64_t... Row, temporary_values<T> Values,
              class Mistake = values_are_gone_after_the_call<Values>>
    Mistake bind(input_handle<T, Row...>, Values &&) = delete;
    template <class T, std::int64_t... Extents, temporary_values<T> Values,
              class Mistake = values_are_gone_after_the_call<Values>>
    Mistake bind(array_handle<T, Extents...>, Values &&) = delete;
    template <temporary_values_of_any Values, class Mistake = values_are_gone_after_the_call<Values>>
    Mistake bind(std::string_view, Values &&) = delete;

    /// The instance keeps the value.
    template <class T>
    void set(scalar_handle<T> scalar, std::type_identity_t<T> value) {
        set_scalar(scalar.tensor, static_cast<double>(value));
    }
    void set(std::string_view scalar, double value);

    /// A dynamic extent other than the rows; symbols count from 1.
    void set_extent(std::uint32_t symbol, std::size_t n);

    // Running.

    /// Rows that the bound inputs have.
    static constexpr std::size_t bound_rows = 0;

    /// Over one batch, on the bound inputs.
    entry_result run(entry_handle entry, std::size_t rows = bound_rows) &;
    /// Over a whole dataset in batches, `rows` at a time (0: as many as possible). Inputs that are no column of it must
    /// be bound. Outputs hold all rows. Allocates once before the first batch.
    entry_result run(entry_handle entry, const dataset &data, std::size_t rows = 0) &;
    template <class Mistake = network_is_gone_after_the_call, class... Arguments>
    Mistake run(Arguments &&...) && = delete;

    /// Looks at the bound inputs that the entry takes for positions: labels of a loss of classes, indices of gather,
    /// embedding, scatter_add and one_hot, as they are or behind casts and layout. For one that is out of range kernels
    /// answer NaN, 0 or nothing, and a step says nothing; this throws, with input, row, value and range. For loops of
    /// your own, before a step, or when a loss is not finite; fit does it by itself when its loss is not.
    void check_indices(entry_handle entry, std::size_t rows = bound_rows, index_check how = {});
    /// Of all rows of a dataset.
    void check_indices(entry_handle entry, const dataset &data, index_check how = {});

    [[nodiscard]] entry_handle entry(std::string_view name) const;
    [[nodiscard]] bool has_entry(std::string_view name) const noexcept;

    // Parameters and state: row-major, valid as long as the instance.

    template <class T, std::int64_t... Extents>
    [[nodiscard]] auto values(parameter_handle<T, Extents...> which) const & {
        return typed<T, parameter_handle<T, Extents...>::elements>(which.tensor);
    }
    template <class T, std::int64_t... Extents>
    [[nodiscard]] auto values(state_handle<T, Extents...> which) const & {
        return typed<T, state_handle<T, Extents...>::elements>(which.tensor);
    }
    template <class T>
    [[nodiscard]] std::span<const T> values(std::string_view name) const & {
        const auto bytes = persistent_tensor(name, dtype_of<T>);
        return {reinterpret_cast<const T *>(bytes.data()), bytes.size() / sizeof(T)};
    }
    template <class Handle, class Mistake = network_is_gone_after_the_call>
    Mistake values(Handle) const && = delete;
    template <class T, class Mistake = network_is_gone_after_the_call>
    Mistake values(std::string_view) const && = delete;

    template <class T, std::int64_t... Extents>
    void set(parameter_handle<T, Extents...> which, std::type_identity_t<std::span<const T>> values) {
        set_persistent(which.tensor, which.type, values.data(), values.size());
    }
    template <class T, std::int64_t... Extents>
    void set(state_handle<T, Extents...> which, std::type_identity_t<std::span<const T>> values) {
        set_persistent(which.tensor, which.type, values.data(), values.size());
    }
    template <class T>
    void set(std::string_view name, std::span<const T> values) {
        set_persistent(persistent_named(name), dtype_of<std::remove_const_t<T>>, values.data(), values.size());
    }

    /// Starting values again, from another seed; random numbers too begin anew.
    void initialise(std::uint64_t seed);

    /// What the random numbers of a step depend on (dropout, noise): the seed, how many steps drew some before, and
    /// where the bound rows begin in the batch of all ranks. Each run of an entry that draws is a step, whatever it
    /// writes; an entry without random numbers, one that fails and find_not_finite are none. The same values give the
    /// same numbers, on any number of threads. Files with state keep seed and step.
    [[nodiscard]] step_values random_state() const;
    void set_random_state(const step_values &now);

    /// All parameters and state as bytes, to keep and to put back.
    [[nodiscard]] std::span<const std::byte> persistent() const &noexcept;
    template <class Mistake = network_is_gone_after_the_call>
    Mistake persistent() const && = delete;
    void restore(std::span<const std::byte> persistent);

    // safetensors. A load that fails changes nothing.

    /// The file, be it behind symbolic links, is replaced wholly or not at all; a device or a pipe is written to.
    /// Without states it is what a network needs that only predicts: training that goes on from it starts the optimizer
    /// anew.
    void save(std::string_view path, with_state included = with_state::no) const;
    /// The file must have all that is asked for, by the same names, shapes and types; what else it has must be the same
    /// network's: state that was not asked for, parameters that the entries of this library don't reach.
    void load(std::string_view path, with_state included = with_state::no);
    /// With the standardisations of inputs; include weights/save.hpp.
    void save(std::string_view path, const save_options &how) const;
    /// By other names, in part, from other types, and with a report of what matched; include weights/load.hpp.
    load_report load(std::string_view path, const load_options &how);

    /// Runs the entry on the bound inputs up to the first tensor, in the order of calls, that holds a NaN or an
    /// infinity, and names it in a few words, with a label or index out of range that it comes from; empty when there
    /// is none. The view is valid until the next call.
    [[nodiscard]] std::string_view find_not_finite(entry_handle entry, std::size_t rows) &;

    // By index, unchecked types: what the templates above and the trainer stand on.
    void bind_tensor(std::uint32_t tensor, dtype type, const void *data, std::size_t elements);
    void unbind_tensor(std::uint32_t tensor) noexcept;
    /// A batch without results: no look at metrics or outputs.
    void step(entry_handle entry, std::size_t rows);
    [[nodiscard]] entry_result results(entry_handle entry, std::size_t rows) &;

  private:
    friend class recording;  // trace/recording.hpp
    friend class watch;      // watch/watch.hpp
    friend class visit;      // visit.hpp
    friend class data::batches;
    friend fit_result fit(instance &net, const dataset &rows, const fit_options &how);
    struct state;

    template <class T, std::size_t N>
    [[nodiscard]] std::span<const T, N> typed(std::uint32_t tensor) const {
        return std::span<const T, N>(reinterpret_cast<const T *>(persistent_tensor(tensor, dtype_of<T>, N).data()), N);
    }

    [[nodiscard]] state &present() const;
    [[nodiscard]] std::uint32_t input_named(std::string_view name) const;
    [[nodiscard]] std::uint32_t persistent_named(std::string_view name) const;
    void set_scalar(std::uint32_t tensor, double value);
    [[nodiscard]] std::span<const std::byte> persistent_tensor(std::uint32_t tensor, dtype type,
                                                               std::size_t elements) const;
    [[nodiscard]] std::span<const std::byte> persistent_tensor(std::string_view name, dtype type) const;
    void set_persistent(std::uint32_t tensor, dtype type, const void *values, std::size_t elements);

    state *state_;  // owned; a smart pointer's header would double the time that a program takes to compile
};

}  // namespace sylvite
