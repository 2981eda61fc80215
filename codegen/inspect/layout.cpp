#include <sylvite/codegen/inspect/layout.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace sylvite::codegen {
namespace {

std::string three_digits(double value, const char *unit) {
    const int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return fmt::format("{:.{}f} {}", value, decimals, unit);
}

std::vector<std::string> words_of(const std::string &text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

}  // namespace

std::string bytes_text(std::uint64_t bytes) {
    const auto value = static_cast<double>(bytes);
    if (bytes < 1000) return fmt::format("{} B", bytes);
    if (value < 999.5e3) return three_digits(value / 1e3, "kB");
    if (value < 999.5e6) return three_digits(value / 1e6, "MB");
    return three_digits(value / 1e9, "GB");
}

std::string count_text(std::int64_t count) {
    const auto value = static_cast<double>(count);
    if (count < 1000) return fmt::format("{}", count);
    if (value < 999.5e3) return three_digits(value / 1e3, "k");
    if (value < 999.5e6) return three_digits(value / 1e6, "M");
    return three_digits(value / 1e9, "G");
}

std::string flops_text(std::int64_t flops) { return count_text(flops) + (flops < 1000 ? " flop" : "flop"); }

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string shape_text(const shape &dims) {
    std::string text = "[";
    for (int i = 0; i < dims.rank; ++i)
        text += fmt::format("{}{}{}", i == 0 ? "" : ", ", dims[i].is_dynamic() ? "<=" : "", dims[i].value);
    return text + "]";
}

std::string type_and_shape(dtype type, const shape &dims) {
    return std::string(name_of(type)) + ' ' + shape_text(dims);
}

std::string lines_text(const std::vector<std::string> &lines) {
    std::string text, file;
    for (const std::string &line : lines) {
        const std::size_t colon = line.rfind(':');
        if (!text.empty() && line.substr(0, colon) == file)
            text += ',' + line.substr(colon + 1);
        else
            text += (text.empty() ? "" : ", ") + line;
        file = line.substr(0, colon);
    }
    return text;
}

std::string wrapped(const std::vector<std::string> &words, std::size_t used, std::size_t indent) {
    std::string text;
    bool is_first = true;
    for (const std::string &word : words) {
        if (!is_first && used + 1 + word.size() > columns) {
            text += '\n' + std::string(indent, ' ');
            used = indent;
            is_first = true;
        }
        text += (is_first ? "" : " ") + word;
        used += word.size() + (is_first ? 0 : 1);
        is_first = false;
    }
    return text + '\n';
}

/// A long text keeps its ends: names differ there.
std::string shortened(const std::string &text, std::size_t width) {
    if (text.size() <= width) return text;
    const std::size_t front = (width - 3) / 2;
    return text.substr(0, front) + "..." + text.substr(text.size() - (width - 3 - front));
}

text_table::text_table(std::vector<std::string> headings, std::size_t indent)
    : headings_(std::move(headings)), indent_(indent) {
    for (std::string &h : headings_) {
        is_right_.push_back(h.starts_with('>'));
        if (is_right_.back()) h.erase(0, 1);
    }
}

void text_table::add(std::vector<std::string> cells) {
    cells.resize(headings_.size());
    rows_.push_back({std::move(cells), {}});
}

void text_table::add_below(std::string text) { rows_.back().below.push_back(std::move(text)); }

std::string text_table::line(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths) const {
    std::string text(indent_, ' ');
    for (std::size_t c = 0; c + 1 < cells.size(); ++c)
        text += is_right_[c] ? fmt::format("{:>{}}  ", cells[c], widths[c])
                             : fmt::format("{:<{}}  ", shortened(cells[c], widths[c]), widths[c]);
    text += wrapped(words_of(cells.back()), text.size(), text.size());
    // no blanks at the end of a line whose last cells are empty
    text.erase(text.find_last_not_of(" \n") + 1);
    return text + '\n';
}

/// Takes from the widest columns of text what the table is too wide by; the last one wraps between its words.
void text_table::fit(std::vector<std::size_t> &widths) const {
    std::size_t word = 0;
    for (const row &r : rows_)
        for (const std::string &w : words_of(r.cells.back())) word = std::max(word, w.size());
    std::size_t total = indent_ + word;
    for (std::size_t c = 0; c + 1 < widths.size(); ++c) total += widths[c] + 2;
    while (total > columns) {
        std::size_t widest = widths.size();
        for (std::size_t c = 0; c + 1 < widths.size(); ++c)
            if (!is_right_[c] && widths[c] > 12 && (widest == widths.size() || widths[c] > widths[widest])) widest = c;
        if (widest == widths.size()) return;
        --widths[widest];
        --total;
    }
}

std::string text_table::text() const {
    if (rows_.empty()) return std::string(indent_, ' ') + "none\n";
    std::vector<std::size_t> widths(headings_.size());
    for (std::size_t c = 0; c < headings_.size(); ++c) {
        widths[c] = headings_[c].size();
        for (const row &r : rows_) widths[c] = std::max(widths[c], r.cells[c].size());
    }
    fit(widths);
    std::string text = line(headings_, widths);
    const std::size_t second = indent_ + widths[0] + 2;
    for (const row &r : rows_) {
        text += line(r.cells, widths);
        for (const std::string &below : r.below)
            text += std::string(second, ' ') + wrapped(words_of(below), second, second + 2);
    }
    return text;
}

}  // namespace sylvite::codegen
