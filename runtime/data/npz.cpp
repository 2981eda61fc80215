#include <sylvite/runtime/data/npz.hpp>

#include <sylvite/runtime/data/npy_header.hpp>
#include <sylvite/runtime/data/zip_archive.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/content_kind.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <map>

namespace sylvite {

namespace {

constexpr std::string_view suffix = ".npy";

constexpr std::size_t longest_list = 200;  // bytes of a message

/// The archive's arrays by their names.
class directory {
  public:
    explicit directory(io::input &file) : file_(file), entries_(data::read_zip_directory(file)) {
        for (const data::zip_entry &entry : entries_) by_name_.emplace(entry.name, &entry);
    }

    [[nodiscard]] const data::zip_entry &find(std::string_view name) const {
        if (const auto found = by_name_.find(std::string(name) += suffix); found != by_name_.end())
            return *found->second;
        throw error(fmt::format("{}: it has no array '{}'; it has {}{}", file_.name(), io::printable_name(name),
                                entries_.empty() ? "none" : known(), is_of_pytorch()));
    }

  private:
    [[nodiscard]] std::string known() const {
        std::string list;
        for (const data::zip_entry &entry : entries_) {
            std::string_view name = entry.name;
            if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
            list += fmt::format("{}'{}'", list.empty() ? "" : ", ", name);
            if (list.size() > longest_list) break;
        }
        return io::printable(list, longest_list);
    }

    [[nodiscard]] std::string is_of_pytorch() const {
        const io::content_kind kind = io::recognise(file_);
        return kind == io::content_kind::pytorch_archive ? fmt::format("; it is {}", name_of(kind)) : "";
    }

    io::input &file_;
    std::vector<data::zip_entry> entries_;
    std::map<std::string_view, const data::zip_entry *> by_name_;
};

}  // namespace

dataset data::read_npz(io::input &file, std::span<const npz_array> arrays) {
    const directory entries(file);
    dataset result;
    std::string first;  // array
    for (const npz_array &array : arrays) {
        const std::unique_ptr<io::byte_stream> bytes = open_zip_entry(file, entries.find(array.name));
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
