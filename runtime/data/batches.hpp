// Batches of a dataset, bound to the inputs of one entry.
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/data/dataset.hpp>

namespace sylvite {

class instance;

namespace data {

/// How many rows an entry takes at once: 1 to `most`, or exactly `most` where `fixed`.
struct batch_rows {
    std::size_t most = 1;
    bool fixed = false;
};

/// Matches columns with the entry's inputs, and owns the staging memory: after construction, load() allocates nothing.
/// The inputs are unbound at the end. Network and dataset must outlive it.
/// Throws sylvite::error naming network, entry, input and column.
class batches {
  public:
    /// `rows` a batch at most; 0: as many as the entry takes.
    batches(instance &net, entry_handle entry, const dataset &from, std::size_t rows);
    template <class Mistake = dataset_is_gone_after_the_call>
    batches(instance &, entry_handle, const dataset &&, std::size_t) = delete;
    ~batches();
    batches(const batches &) = delete;
    batches &operator=(const batches &) = delete;

    [[nodiscard]] std::size_t rows_a_batch() const noexcept { return rows_; }
    [[nodiscard]] bool fixed() const noexcept { return limits_.fixed; }

    /// Binds consecutive rows, without a copy where they lie in memory in order.
    void load(std::size_t first, std::size_t count);
    /// Binds the rows with these numbers.
    void load(std::span<const std::uint32_t> rows);

    [[nodiscard]] bool feeds(std::string_view input) const noexcept;
    /// For messages: "row 12 of the dataset" for a row of the batch that was loaded last.
    [[nodiscard]] std::string row_name(std::size_t row) const;

  private:
    struct feed {
        std::uint32_t tensor;
        const column *from;
        std::vector<std::byte> staging;
    };

    void match(const core::program &code, const core::entry &entry);
    void choose_rows(const core::program &code, const core::entry &entry, std::size_t wanted);

    instance *net_;
    const dataset *from_;
    std::vector<feed> feeds_;
    batch_rows limits_;
    std::size_t rows_ = 0;
    std::size_t first_ = 0;                     // of the rows that were loaded last,
    std::span<const std::uint32_t> numbers_{};  // or their numbers
    const batches *outer_ = nullptr;            // that feeds the network while this one does not
};

}  // namespace data
}  // namespace sylvite
