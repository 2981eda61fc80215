// One step of a network by kernels and by the interpreter, tensor by tensor. Each kernel reads what the interpreter has
// for its operands, so that what one rounds otherwise is no difference of those behind it.
#pragma once

#include <sylvite/runtime/watch/watch.hpp>

#include <map>
#include <string>
#include <vector>

namespace sylvite::tools {

/// How far a tensor that a kernel wrote is from the interpreter's.
struct difference {
    std::uint32_t call = 0;  // of the kernels' entry
    std::string label, location, name;
    std::vector<std::int64_t> extents;
    bool has_counterpart = true;  // false: the interpreter has no tensor for that node
    double largest = 0;         // of |kernel - interpreter|; infinite where one alone is no number, or a truth differs
    double scale = 0;           // the largest finite element of the interpreter's, in absolute value
    std::uint64_t element = 0;  // where, row-major

    [[nodiscard]] double relative() const { return scale > 0 ? largest / scale : largest; }
};

class comparison {
  public:
    /// Throws sylvite::error when the two are not builds of the same entries of one network.
    comparison(instance &kernels, instance &loops);

    /// Gives the kernels the interpreter's parameters and states, runs the entry in both, and keeps for each tensor the
    /// largest difference of all steps so far. Inputs must be bound, to the same values.
    void step(entry_handle entry, std::size_t rows);

    /// In the order of the kernels' calls.
    [[nodiscard]] const std::vector<difference> &differences() const { return differences_; }

  private:
    struct kept {
        dtype type;
        std::vector<std::byte> bytes;
    };
    void compare(const written_tensor &t, unsigned write);

    instance &kernels_, &loops_;
    // By node, and the how manyth write of it: a loop's carry is written by the copy of its start, then by the loop.
    std::map<std::pair<std::uint32_t, unsigned>, kept> expected_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> row_;  // call and node, to differences_
    std::vector<difference> differences_;
};

}  // namespace sylvite::tools
