#include <sylvite/runtime/data/csv/lines.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

namespace sylvite::data {

namespace {

std::size_t count_line_ends(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
    return count;
}

/// `text` with one quote for each two.
std::string with_single_quotes(std::string_view text, char quote) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        result += text[i];
        if (text[i] == quote) ++i;
    }
    return result;
}

}  // namespace

csv_lines::csv_lines(std::string_view path, std::string_view text, const csv_syntax &syntax)
    : path_(path), text_(text), syntax_(syntax) {
    const auto mark = [&](char c, std::uint8_t as) { kinds_[static_cast<unsigned char>(c)] = as; };
    // A tab that separates fields does not surround them.
    const std::uint8_t white = syntax.delim_whitespace ? blank | ends_field : blank;
    mark(' ', white);
    mark('\t', white);
    if (!syntax.delim_whitespace) mark(syntax.delimiter, ends_field);
    if (syntax.comment != '\0') mark(syntax.comment, ends_field);
    mark('\n', ends_field);
    mark('\r', ends_field);
}

std::size_t csv_lines::skip(std::size_t lines) {
    std::size_t done = 0;
    for (; done < lines && at_ < text_.size(); ++done) end_line();
    return done;
}

bool csv_lines::next(csv_line &line) {
    while (at_ < text_.size())
        if (read(line)) return true;
    return false;
}

bool csv_lines::read(csv_line &line) {
    line.number = number_;
    line.fields.clear();
    if (!unescaped_.empty()) unescaped_.clear();
    const std::size_t begin = at_;
    const bool white_delimiter = syntax_.delim_whitespace || syntax_.delimiter == ' ' || syntax_.delimiter == '\t';
    bool anything = false;  // besides blanks
    while (true) {
        while ((kind_here() & blank) != 0) ++at_;
        if (syntax_.delim_whitespace && kind_here() == ends_field) break;  // blanks at the end separate nothing
        const bool quoted = here(syntax_.quote);
        const std::string_view field = quoted ? quoted_field(line) : plain_field();
        anything = anything || quoted || !field.empty();
        line.fields.push_back(field);
        if (syntax_.delim_whitespace) continue;
        if (!here(syntax_.delimiter)) break;
        ++at_;
    }
    line.text = text_.substr(begin, at_ - begin);
    end_line();
    return anything || (line.fields.size() > 1 && !white_delimiter);
}

std::string_view csv_lines::plain_field() {
    const char *const begin = text_.data() + at_;
    const char *const text_end = text_.data() + text_.size();
    const char *end = begin;
    while (end != text_end && (kinds_[static_cast<unsigned char>(*end)] & ends_field) == 0) ++end;
    at_ += static_cast<std::size_t>(end - begin);
    while (end != begin && (kinds_[static_cast<unsigned char>(end[-1])] & blank) != 0) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
}

std::string_view csv_lines::quoted_field(const csv_line &line) {
    const std::size_t open = at_;
    const auto fail = [&](const std::string &what) {
        throw error(fmt::format("{}, line {}, field {}: {}; csv_options::quotechar = '\\0' takes quotes for letters",
                                path_, number_, line.fields.size() + 1, what));
    };
    bool doubled = false;
    std::size_t close = text_.find(syntax_.quote, open + 1);
    while (close != std::string_view::npos && close + 1 < text_.size() && text_[close + 1] == syntax_.quote) {
        doubled = true;
        close = text_.find(syntax_.quote, close + 2);
    }
    if (close == std::string_view::npos)
        fail(fmt::format("the quotes that begin in '{}' are never closed", io::printable(text_.substr(open))));
    at_ = close + 1;
    while (kind_here() == blank) ++at_;
    if ((kind_here() & ends_field) == 0)
        fail(fmt::format("found '{}' behind closing quotes, expected the end of the field",
                         io::printable(text_.substr(at_, text_.find_first_of("\r\n", at_) - at_))));
    const std::string_view inner = text_.substr(open + 1, close - open - 1);
    number_ += count_line_ends(inner);
    return doubled ? std::string_view(unescaped_.emplace_back(with_single_quotes(inner, syntax_.quote))) : inner;
}

/// Passes over what is left of the line.
void csv_lines::end_line() {
    at_ = std::min(text_.find_first_of("\r\n", at_), text_.size());
    if (at_ == text_.size()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++number_;
}

}  // namespace sylvite::data
