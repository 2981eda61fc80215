// The user's lines, as reports name them: "network.hpp:14".
#pragma once

#include <sylvite/codegen/extract.hpp>

#include <map>

namespace sylvite::codegen {

/// A file is named by as many of the last parts of its path as tell it from the network's other files: where the source
/// tree stood when the library was built is nobody's business.
class line_names {
  public:
    explicit line_names(const graph::table_view &table);

    /// "network.hpp:14"; "" where the line is not known.
    [[nodiscard]] std::string of(graph::node_id id) const;
    /// The line that a kernel is about: that of its contraction, else of its first reduction, else of its first result.
    [[nodiscard]] std::string of(const extracted_kernel &kernel) const;
    /// All lines that a kernel computes something of, by file and number.
    [[nodiscard]] std::vector<std::string> all_of(const extracted_kernel &kernel) const;

  private:
    const graph::table_view &table_;
    std::map<std::string, std::string> names_;  // per file
};

}  // namespace sylvite::codegen
