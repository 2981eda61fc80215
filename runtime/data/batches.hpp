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
    ~batches();
    batches(const batches &) = delete;
    batches &operator=(const batches &) = delete;

    [[nodiscard]] std::size_t rows_a_batch() const noexcept { return rows_; }
    [[nodiscard]] bool fixed() const noexcept { return limits_.fixed; }

    /// Binds consecutive rows, without a copy where they lie in memory in order.
    void load(std::size_t first, std::size_t count);
    /// Binds the rows with these numbers.
    void load(std::span<const std::uint32_t> rows);

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
};

}  // namespace data
}  // namespace sylvite
