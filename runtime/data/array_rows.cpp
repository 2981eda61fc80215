#include <sylvite/runtime/data/array_rows.hpp>

#include <sylvite/runtime/data/owned_source.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/memory_limit.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <optional>

namespace sylvite::data {

namespace {

constexpr std::size_t piece = std::size_t{1} << 16;  // bytes read at once
constexpr std::uint64_t most_rows = std::numeric_limits<std::uint32_t>::max();

std::optional<std::uint64_t> product(std::uint64_t first, std::span<const std::uint64_t> factors) {
    for (const std::uint64_t factor : factors) {
        if (factor != 0 && first > std::numeric_limits<std::uint64_t>::max() / factor) return std::nullopt;
        first *= factor;
    }
    return first;
}

std::string text_of(const array_layout &layout) {
    return fmt::format("an array [{}] of {}", fmt::join(layout.extents, ", "), name_of(layout.element.type));
}

class row_reader {
  public:
    row_reader(io::byte_stream &from, const array_layout &layout, const column_target &to, std::int64_t classes)
        : from_(from), layout_(layout), to_(to), classes_(classes) {}

    column read() {
        if (classes_ < 0) fail("expected a number of classes, or 0 for labels of any value, found {}", classes_);
        check_shape();
        check_size();
        std::unique_ptr<std::byte[]> values = allocate();
        read_values(values.get());
        if (layout_.column_major && width_ > 1) values = transposed(values.get());
        return {std::string(to_.name), to_.type, width_, rows_,
                std::make_shared<owned_source>(std::move(values), width_ * size_of(to_.type))};
    }

  private:
    template <class... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> text, Args &&...args) const {
        throw error(fmt::format("{}: {}", from_.name(), fmt::format(text, std::forward<Args>(args)...)));
    }

    void check_shape() {
        if (layout_.extents.empty()) fail("expected an array whose first extent counts the rows, found a single value");
        const std::optional<std::uint64_t> count = product(1, layout_.extents);
        if (!count || *count > std::numeric_limits<std::uint64_t>::max() / 8)
            fail("{} has more values than any memory", text_of(layout_));
        if (*count == 0) fail("{} has no values", text_of(layout_));
        if (layout_.extents[0] > most_rows) fail("{} has more rows than {}", text_of(layout_), most_rows);
        rows_ = static_cast<std::size_t>(layout_.extents[0]);
        width_ = static_cast<std::size_t>(*count / layout_.extents[0]);
        if (to_.width != 0 && width_ != to_.width)
            fail("expected {} values a row for '{}', found {}", to_.width, to_.name, text_of(layout_));
    }

    /// Before memory is taken for what the header promises.
    void check_size() const {
        const std::uint64_t promised = std::uint64_t{rows_} * width_ * size_of(layout_.element.type);
        if (promised > from_.most_left())
            fail("{} takes {} bytes, no more than {} can follow", text_of(layout_), promised, from_.most_left());
        io::require_memory(from_.name(), text_of(layout_),
                           std::uint64_t{rows_} * width_ * size_of(to_.type) * (layout_.column_major ? 2 : 1));
    }

    [[nodiscard]] std::unique_ptr<std::byte[]> allocate() const {
        const std::size_t bytes = rows_ * width_ * size_of(to_.type);
        std::unique_ptr<std::byte[]> values(new (std::nothrow) std::byte[bytes]);
        if (values == nullptr) fail("no memory for {} bytes of '{}'", bytes, to_.name);
        return values;
    }

    void read_values(std::byte *to) {
        const std::size_t count = rows_ * width_;
        const std::size_t bytes = size_of(layout_.element.type);
        std::vector<std::byte> buffer(std::min(piece, count * bytes));
        for (std::size_t done = 0; done < count;) {
            const std::size_t wanted = std::min(count - done, buffer.size() / bytes);
            const std::span<std::byte> part = std::span(buffer).first(wanted * bytes);
            if (const std::size_t got = from_.read(part); got != part.size())
                fail("the values end after {} bytes, {} needs {}", done * bytes + got, text_of(layout_), count * bytes);
            convert(part, done, to + done * size_of(to_.type));
            done += wanted;
        }
        if (from_.read(std::span(buffer).first(1)) != 0) fail("bytes follow the values of {}", text_of(layout_));
    }

    void convert(std::span<const std::byte> part, std::size_t first, std::byte *to) const {
        double refused = 0;
        const std::size_t count = part.size() / size_of(layout_.element.type);
        const std::size_t done = io::convert(layout_.element, part, to_.type, to, io::accepted::finite, refused);
        if (done < count) refuse(first + done, refused);
        if (classes_ > 0) check_classes(to, count, first);
    }

    void check_classes(const std::byte *values, std::size_t count, std::size_t first) const {
        std::vector<double> numbers(count);
        double ignored = 0;
        static constexpr io::element same[] = {io::element::f32, io::element::f64, io::element::i32,
                                               io::element::boolean};
        (void)io::convert({same[static_cast<std::size_t>(to_.type)]}, {values, count * size_of(to_.type)}, f64,
                          numbers.data(), io::accepted::finite, ignored);
        for (std::size_t i = 0; i < count; ++i)
            if (numbers[i] < 0 || numbers[i] >= static_cast<double>(classes_) || numbers[i] != std::floor(numbers[i]))
                refuse(first + i, numbers[i]);
    }

    [[noreturn]] void refuse(std::size_t index, double found) const {
        std::string expected;
        if (classes_ > 0)
            expected = fmt::format("a label from 0 to {}", classes_ - 1);
        else if (to_.type == boolean)
            expected = "0 or 1";
        else if (to_.type == i32)
            expected = "a whole number of 32 bits";
        else
            expected = fmt::format("a finite number that {} holds", name_of(to_.type));
        // The position as the array's own indices, which its owner can look up.
        std::vector<std::uint64_t> position(layout_.extents.size());
        for (std::size_t k = 0; k < position.size(); ++k) {
            const std::size_t axis = layout_.column_major ? k : position.size() - 1 - k;
            position[axis] = index % layout_.extents[axis];
            index /= static_cast<std::size_t>(layout_.extents[axis]);
        }
        fail("value [{}]: expected {}, found {}", fmt::join(position, ", "), expected, found);
    }

    [[nodiscard]] std::unique_ptr<std::byte[]> transposed(const std::byte *from) const {
        std::unique_ptr<std::byte[]> result = allocate();
        const std::span<const std::uint64_t> row = std::span(layout_.extents).subspan(1);
        const std::size_t bytes = size_of(to_.type);
        std::vector<std::uint64_t> index(row.size());
        for (std::size_t column = 0; column < width_; ++column) {
            std::size_t place = 0;  // in a row-major row
            for (std::size_t axis = 0; axis < row.size(); ++axis)
                place = place * static_cast<std::size_t>(row[axis]) + static_cast<std::size_t>(index[axis]);
            for (std::size_t r = 0; r < rows_; ++r)
                std::memcpy(result.get() + (r * width_ + place) * bytes, from + (column * rows_ + r) * bytes, bytes);
            for (std::size_t axis = 0; axis < row.size() && ++index[axis] == row[axis]; ++axis) index[axis] = 0;
        }
        return result;
    }

    io::byte_stream &from_;
    const array_layout &layout_;
    const column_target &to_;
    std::int64_t classes_;
    std::size_t rows_ = 0;
    std::size_t width_ = 0;
};

}  // namespace

column read_rows(io::byte_stream &from, const array_layout &layout, const column_target &to, std::int64_t classes) {
    return row_reader(from, layout, to, classes).read();
}

}  // namespace sylvite::data
