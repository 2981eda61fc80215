#include <sylvite/runtime/data/npz.hpp>

#include <sylvite/runtime/data/npy_header.hpp>
#include <sylvite/runtime/data/zip_archive.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite {

namespace {

constexpr std::string_view suffix = ".npy";

const data::zip_entry &find(const io::input &file, const std::vector<data::zip_entry> &entries, std::string_view name) {
    std::string known;
    for (const data::zip_entry &entry : entries) {
        if (entry.name.size() == name.size() + suffix.size() && entry.name.starts_with(name) &&
            entry.name.ends_with(suffix))
            return entry;
        const std::string_view without = entry.name.ends_with(suffix)
                                             ? std::string_view(entry.name).substr(0, entry.name.size() - suffix.size())
                                             : std::string_view(entry.name);
        known += fmt::format("{}'{}'", known.empty() ? "" : ", ", without);
    }
    throw error(fmt::format("{}: it has no array '{}'; it has {}", file.name(), io::printable_name(name),
                            known.empty() ? "none" : io::printable_name(known)));
}

}  // namespace

dataset data::read_npz(io::input &file, std::span<const npz_array> arrays) {
    const std::vector<zip_entry> entries = read_zip_directory(file);
    dataset result;
    std::string first;  // array
    for (const npz_array &array : arrays) {
        const std::unique_ptr<io::byte_stream> bytes = open_zip_entry(file, find(file, entries, array.name));
        const array_layout layout = read_npy_header(*bytes);
        column read = read_rows(*bytes, layout, array.to, array.how.classes);
        if (first.empty())
            first = bytes->name();
        else if (read.rows != result.rows())
            throw error(fmt::format("{} has {} rows, {} has {}", first, result.rows(), bytes->name(), read.rows));
        result.add_column(std::move(read));
    }
    return result;
}

dataset read_npz(std::string_view path, std::span<const npz_array> arrays) {
    const std::unique_ptr<io::input> file = io::open_input(path);
    dataset result = data::read_npz(*file, arrays);
    file->require_same_size();
    return result;
}

}  // namespace sylvite
