// What an instance holds; its parts' sources see it, programs do not.
#pragma once

#include <sylvite/runtime/block.hpp>
#include <sylvite/runtime/core/indices.hpp>
#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/core/rows.hpp>
#include <sylvite/runtime/instance.hpp>
#include <sylvite/runtime/parallel/pool.hpp>
#include <sylvite/runtime/visit.hpp>

#include <string>
#include <vector>

namespace sylvite {

struct instance::state {
    /// `library` is the first of its programs.
    state(const core::program &library, std::shared_ptr<block> persistent, bool borrows, options wanted);

    const core::program &library;
    const core::program &code;  // for the instruction set that was chosen
    std::shared_ptr<block> persistent;
    bool borrowed;  // the segment is another instance's: never written here
    block own;      // workspace, scratch and views
    std::unique_ptr<parallel::pool> threads;
    core::instance core;
    mutable occupancy user;

    std::vector<std::size_t> bound_elements;  // a tensor: elements that the caller gave
    std::vector<double> scalars;              // a tensor: storage of a scalar input, in its own type
    std::vector<metric_total> totals;         // of the entry that ran last
    std::vector<output_view> views;
    std::vector<std::vector<std::byte>> collected;  // outputs of a run over a dataset
    std::string finding;
    const data::batches *feeding = nullptr;  // bound rows of a dataset; null: rows were bound by hand

    // For fit to tell once: which tensors are states that the last load left as they were, and whether these had been
    // written before.
    std::vector<bool> not_loaded;
    bool states_are_written = false;

    [[nodiscard]] bool shared() const noexcept { return borrowed || persistent.use_count() > 1; }
    [[nodiscard]] const core::entry &entry(entry_handle which) const;
    void check(core::status status) const;
    /// "network 'digits', entry 'train'"
    [[nodiscard]] std::string place(const core::entry &e) const;

    void bind(std::uint32_t tensor, dtype type, const void *data, std::size_t elements);
    void step(entry_handle which, std::size_t rows);
    [[nodiscard]] entry_result results(const core::entry &e, std::size_t rows);
    [[nodiscard]] visit::purpose purpose_of(entry_handle which) const {
        return entry(which).writes_persistent ? visit::purpose::change : visit::purpose::use;
    }
    /// Runs the core while `user.steps` says so.
    template <class Run>
    void run_core(Run run);

    void set_rows(const core::entry &e, std::size_t rows);
    /// "3, 1": the indices of an element, counted row by row, at the run-time extents.
    [[nodiscard]] std::string element_of(const core::tensor &t, std::uint64_t element) const;
    /// " (row 12 of the dataset)"; empty where the tensor has no rows or they are none of a dataset.
    [[nodiscard]] std::string dataset_row_of(const core::entry &e, const core::tensor &t, std::uint64_t element) const;
    /// "input 'label' is 3 in row 0 (row 12 of the dataset), and the 3 classes are 0 to 2"
    [[nodiscard]] std::string describe(const core::entry &e, const core::index_use &use,
                                       const core::index_finding &where) const;
    /// A sentence on the states that these entries use and the last load did not fill; once for each load.
    [[nodiscard]] std::string take_note_of_states(std::span<const std::uint32_t> entries);
    /// Throws for the first index out of range.
    void check_indices(const core::entry &e, index_check how) const;
    /// The index out of range that explains best why this call writes what is not finite; empty: none does.
    [[nodiscard]] std::string bad_index_of(const core::entry &e, const core::call &writer) const;
    [[nodiscard]] std::size_t rows_of_bound_inputs(const core::entry &e) const;
    void require_writable(const char *what) const;
    [[noreturn]] void refuse_second_thread() const;
    /// Throws where another thread writes parameters or state.
    void require_quiet() const;

    void clear_results(const core::entry &e);
    void add_metrics(const core::entry &e);
    void view_outputs(const core::entry &e);
    void reserve_outputs(const core::entry &e, std::size_t rows);
    void collect_outputs(const core::entry &e, std::size_t first_row);
};

template <class Run>
void instance::state::run_core(Run run) {
    user.steps = true;
    const core::status result = run();
    user.steps = false;
    check(result);
}

}  // namespace sylvite
