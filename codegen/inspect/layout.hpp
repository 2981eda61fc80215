// Text for terminals of 120 columns: numbers with units, wrapped lists, tables.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/shape.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sylvite::codegen {

inline constexpr std::size_t columns = 120;

/// "812 B", "9.61 kB", "641 kB", "64.2 MB": thousands, three digits.
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
/// "812", "9.61 k", "5.97 M"
[[nodiscard]] std::string count_text(std::int64_t count);
/// "5 flop", "5.97 Mflop"
[[nodiscard]] std::string flops_text(std::int64_t flops);
/// "9,610"
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "[<=359, 64]"
[[nodiscard]] std::string shape_text(const shape &dims);
/// "f32 [<=359, 64]"
[[nodiscard]] std::string type_and_shape(dtype type, const shape &dims);
/// "network.hpp:12" and "network.hpp:14" become "network.hpp:12,14".
[[nodiscard]] std::string lines_text(const std::vector<std::string> &lines);

/// Appends words, separated by spaces, to a text whose last line is `used` columns long; further lines begin with
/// `indent` spaces. Ends with a newline.
[[nodiscard]] std::string wrapped(const std::vector<std::string> &words, std::size_t used, std::size_t indent);

/// Rows of cells under a row of headings, in columns as wide as they need. A heading that begins with '>' is for a
/// column that is aligned to the right. The last column is wrapped; where that does not do, the widest texts lose
/// their middle.
class text_table {
  public:
    explicit text_table(std::vector<std::string> headings, std::size_t indent = 2);
    void add(std::vector<std::string> cells);
    /// A line below the last row, from the second column on, wrapped.
    void add_below(std::string text);
    [[nodiscard]] std::string text() const;

  private:
    struct row {
        std::vector<std::string> cells;
        std::vector<std::string> below;
    };
    void fit(std::vector<std::size_t> &widths) const;
    [[nodiscard]] std::string line(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths) const;

    std::vector<std::string> headings_;
    std::vector<bool> is_right_;
    std::size_t indent_;
    std::vector<row> rows_;
};

}  // namespace sylvite::codegen
