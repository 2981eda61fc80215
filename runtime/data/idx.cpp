#include <sylvite/runtime/data/idx.hpp>

#include <sylvite/runtime/data/array_files.hpp>
#include <sylvite/runtime/data/array_rows.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/content_kind.hpp>
#include <sylvite/runtime/io/inflate.hpp>

#include <fmt/format.h>

#include <array>
#include <optional>

namespace sylvite {

namespace {

std::optional<io::element> element_of(std::byte code) {
    switch (std::to_integer<int>(code)) {
        case 0x08:
            return io::element::u8;
        case 0x09:
            return io::element::i8;
        case 0x0b:
            return io::element::i16;
        case 0x0c:
            return io::element::i32;
        case 0x0d:
            return io::element::f32;
        case 0x0e:
            return io::element::f64;
        default:
            return std::nullopt;
    }
}

void read_header(io::byte_stream &from, std::span<std::byte> to, std::size_t before) {
    if (const std::size_t got = from.read(to); got != to.size())
        throw error(fmt::format("{}: it ends after {} bytes, an IDX file's header has {}", from.name(), before + got,
                                before + to.size()));
}

data::array_layout read_layout(io::byte_stream &from) {
    std::array<std::byte, 4> magic;
    read_header(from, magic, 0);
    const std::optional<io::element> type = element_of(magic[2]);
    if (magic[0] != std::byte{0} || magic[1] != std::byte{0} || !type || magic[3] == std::byte{0}) {
        if (const io::content_kind kind = io::recognise_rest(magic, from); kind != io::content_kind::unknown)
            throw error(fmt::format("{}: not an IDX file: it is {}", from.name(), name_of(kind)));
        throw error(
            fmt::format("{}: not an IDX file: expected two zeros, a type (08, 09, 0b, 0c, 0d or 0e) and a number "
                        "of extents, found {:02x} {:02x} {:02x} {:02x}",
                        from.name(), magic[0], magic[1], magic[2], magic[3]));
    }
    std::vector<std::byte> sizes(4 * std::to_integer<std::size_t>(magic[3]));
    read_header(from, sizes, magic.size());
    data::array_layout result{{*type, std::endian::big}, {}};
    for (std::size_t i = 0; i < sizes.size(); i += 4) {
        std::uint64_t extent = 0;
        for (std::size_t k = 0; k < 4; ++k) extent = extent << 8 | std::to_integer<std::uint64_t>(sizes[i + k]);
        result.extents.push_back(extent);
    }
    return result;
}

}  // namespace

data::column data::idx_column(io::input &file, const column_target &to, const array_options &how) {
    const std::unique_ptr<io::byte_stream> bytes = io::plain_or_gzip(file);
    const array_layout layout = read_layout(*bytes);
    return read_rows(*bytes, layout, to, how.classes);
}

dataset read_idx(std::string_view path, const column_target &to, const array_options &how) {
    return data::read_array(data::idx_column, path, to, how);
}

dataset read_idx(std::string_view features_path, const column_target &features, std::string_view labels_path,
                 const column_target &label, const array_options &how) {
    return data::read_arrays(data::idx_column, features_path, features, labels_path, label, how);
}

}  // namespace sylvite
