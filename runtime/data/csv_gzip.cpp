#include <sylvite/runtime/data/csv_gzip.hpp>

#include <sylvite/runtime/io/inflate.hpp>
#include <sylvite/runtime/io/memory_limit.hpp>

#include <limits>

namespace sylvite {

namespace {

/// No header promises how much there is, so that memory is taken as it comes.
std::string whole_text(io::byte_stream &from) {
    std::string text;
    std::size_t filled = 0;
    while (true) {
        const std::size_t room = std::max(std::size_t{1} << 20, filled);
        io::require_memory(from.name(), "what it holds", filled + room);
        text.resize(filled + room);
        const std::size_t got = from.read(std::as_writable_bytes(std::span(text).subspan(filled)));
        filled += got;
        if (got < room) break;
    }
    text.resize(filled);
    return text;
}

}  // namespace

dataset read_csv_gzip(std::string_view path, const column_target &features, const column_target *label,
                      const csv_options &how) {
    const std::unique_ptr<io::input> file = io::open_input(path);
    io::require_memory(path, "the file", file->size());
    const std::string text = whole_text(*io::plain_or_gzip(*file));
    file->require_same_size();
    return data::parse_csv(path, text, features, label, how);
}

}  // namespace sylvite
