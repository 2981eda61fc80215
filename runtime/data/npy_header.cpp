#include <sylvite/runtime/data/npy_header.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/content_kind.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace sylvite::data {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_dictionary = std::size_t{1} << 16;  // with records, which are refused, it can be long

struct described_type {
    std::string_view code;
    io::element type;
};
constexpr described_type types[] = {{"b1", io::element::boolean}, {"i1", io::element::i8},  {"u1", io::element::u8},
                                    {"i2", io::element::i16},     {"u2", io::element::u16}, {"i4", io::element::i32},
                                    {"u4", io::element::u32},     {"i8", io::element::i64}, {"u8", io::element::u64},
                                    {"f2", io::element::f16},     {"f4", io::element::f32}, {"f8", io::element::f64}};

/// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), } as numpy writes it: keys in any order, either quote.
class dictionary_parser {
  public:
    dictionary_parser(std::string_view name, std::string_view text) : name_(name), text_(text), rest_(text) {}

    array_layout parse() {
        expect("{");
        while (!take("}")) {
            pair();
            if (!take(",")) {
                expect("}");
                break;
            }
        }
        skip_blanks();
        if (!rest_.empty()) fail("nothing behind the dictionary");
        require(element_.has_value(), "descr");
        require(column_major_.has_value(), "fortran_order");
        require(has_shape_, "shape");
        result_.element = *element_;
        result_.column_major = *column_major_;
        return std::move(result_);
    }

  private:
    [[noreturn]] void fail(std::string_view expected) const {
        throw error(fmt::format("{}: the header's dictionary, byte {}: expected {}, found '{}'", name_,
                                text_.size() - rest_.size(), expected, io::printable(rest_)));
    }
    void require(bool found, std::string_view key) const {
        if (!found) throw error(fmt::format("{}: the header's dictionary has no '{}'", name_, key));
    }

    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
    bool take(std::string_view token) {
        skip_blanks();
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    void expect(std::string_view token) {
        if (!take(token)) fail(fmt::format("'{}'", token));
    }

    std::string_view text() {
        const std::string_view quote = take("'") ? "'" : take("\"") ? "\"" : "";
        if (quote.empty()) fail("a text in quotes");
        const std::string_view found = rest_.substr(0, rest_.find(quote));
        if (found.size() == rest_.size() || found.find('\\') != std::string_view::npos) fail("a plain text in quotes");
        rest_.remove_prefix(found.size() + 1);
        return found;
    }

    void pair() {
        const std::string_view before = rest_;
        const std::string_view key = text();
        expect(":");
        if (key == "descr" && !element_) return type();
        if (key == "fortran_order" && !column_major_) return order();
        if (key == "shape" && !has_shape_) return shape();
        rest_ = before;
        fail("'descr', 'fortran_order' and 'shape', once each");
    }

    void type() {
        skip_blanks();
        if (rest_.starts_with('['))
            throw error(fmt::format("{}: expected an array of numbers, found one of records", name_));
        const std::string_view descr = text();
        const bool marked = descr.size() == 3 && std::string_view("<>|=").find(descr[0]) != std::string_view::npos;
        const auto found = std::ranges::find(types, descr.substr(marked ? 1 : 0), &described_type::code);
        if (!marked || found == std::end(types) || (descr[0] == '|' && io::size_of(found->type) > 1))
            throw error(fmt::format("{}: expected elements of b1, i1 to i8, u1 to u8, f2, f4 or f8, found '{}'{}",
                                    name_, io::printable(descr),
                                    descr.find('O') != descr.npos ? ", Python objects" : ""));
        const std::endian order = descr[0] == '>' ? std::endian::big : std::endian::little;
        element_ = {found->type, descr[0] == '=' ? std::endian::native : order};
    }

    void order() {
        const bool yes = take("True");
        if (!yes && !take("False")) fail("True or False");
        column_major_ = yes;
    }

    void shape() {
        has_shape_ = true;
        expect("(");
        while (!take(")")) {
            skip_blanks();
            std::uint64_t extent = 0;
            const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), extent);
            if (problem != std::errc{}) fail("an extent from 0 to 2^64 - 1");
            rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
            (void)take("L");  // Python 2's long
            result_.extents.push_back(extent);
            if (!take(",")) {
                expect(")");
                break;
            }
        }
    }

    std::string_view name_;
    std::string_view text_;
    std::string_view rest_;
    std::optional<io::element_layout> element_;
    std::optional<bool> column_major_;
    bool has_shape_ = false;
    array_layout result_;
};

[[noreturn]] void fail_within(const io::byte_stream &from) {
    throw error(from.name() + ": it ends within the header of an npy file");
}

void read_all(io::byte_stream &from, std::span<std::byte> to) {
    if (from.read(to) != to.size()) fail_within(from);
}

}  // namespace

array_layout parse_npy_dictionary(std::string_view name, std::string_view text) {
    return dictionary_parser(name, text).parse();
}

array_layout read_npy_header(io::byte_stream &from) {
    std::array<char, magic.size() + 2> start{};
    const std::size_t there = from.read(std::as_writable_bytes(std::span(start)));
    if (!std::string_view(start.data(), there).starts_with(magic)) {
        const io::content_kind kind = io::recognise_rest(std::as_bytes(std::span(start).first(there)), from);
        throw error(from.name() + ": not an npy file: it " +
                    (kind == io::content_kind::unknown ? "does not begin with \"\\x93NUMPY\""
                                                       : std::string("is ") + name_of(kind)));
    }
    if (there < start.size()) fail_within(from);
    const int version = start[magic.size()], minor = start[magic.size() + 1];
    if (version < 1 || version > 3 || minor != 0)
        throw error(fmt::format("{}: expected version 1.0, 2.0 or 3.0 of the npy format, found {}.{}", from.name(),
                                version, minor));
    std::array<std::byte, 4> digits{};  // little-endian
    read_all(from, std::span(digits).first(version == 1 ? 2 : 4));
    std::size_t length = 0;
    for (std::size_t i = 4; i-- > 0;) length = length << 8 | std::to_integer<std::size_t>(digits[i]);
    if (length > longest_dictionary)
        throw error(
            fmt::format("{}: a header of {} bytes is longer than one of an array of numbers", from.name(), length));
    std::string text(length, '\0');
    read_all(from, std::as_writable_bytes(std::span(text)));
    return parse_npy_dictionary(from.name(), text);
}

}  // namespace sylvite::data
