// Lines and fields of a CSV text.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::data {

/// The characters that are no part of a field. '\0': there is none.
struct csv_syntax {
    char delimiter = ',';
    bool delim_whitespace = false;  // runs of blanks and tabs, in the place of `delimiter`
    char quote = '"';
    char comment = '\0';
};

struct csv_line {
    std::size_t number = 0;  // counted from 1; of the line in which it begins, where quotes go over several
    std::string_view text;   // without comment and end of line
    std::vector<std::string_view> fields;
};

/// Takes time in proportion to the text.
class csv_lines {
  public:
    /// The text must outlive it. Messages begin with the path.
    csv_lines(std::string_view path, std::string_view text, const csv_syntax &syntax);
    /// Passes over so many lines, whatever they hold; says how many there were.
    std::size_t skip(std::size_t lines);
    /// The next line that is not blank; false at the end. Fields without the blanks and quotes around them, valid until
    /// the next call. Throws sylvite::error where quotes do not match.
    bool next(csv_line &line);

  private:
    enum kind : std::uint8_t { letter = 0, blank = 1, ends_field = 2 };

    [[nodiscard]] std::uint8_t kind_here() const noexcept {
        return at_ < text_.size() ? kinds_[static_cast<unsigned char>(text_[at_])] : std::uint8_t{ends_field};
    }
    /// No text holds '\0', which is no character then.
    [[nodiscard]] bool here(char c) const noexcept { return at_ < text_.size() && text_[at_] == c; }
    /// False for a blank line.
    bool read(csv_line &line);
    std::string_view plain_field();
    std::string_view quoted_field(const csv_line &line);
    void end_line();

    std::string_view path_;
    std::string_view text_;
    csv_syntax syntax_;
    std::array<std::uint8_t, 256> kinds_{};
    std::size_t at_ = 0;
    std::size_t number_ = 1;             // of the line at at_
    std::deque<std::string> unescaped_;  // fields of the line that had doubled quotes
};

}  // namespace sylvite::data
