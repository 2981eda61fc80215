#include <sylvite/runtime/data/standardisation.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/standardisation_names.hpp>

#include <fmt/format.h>

namespace sylvite {

namespace {

std::vector<double> read_values(io::input &file, const io::safetensors_header &header, const std::string &name,
                                std::string_view column, std::size_t width) {
    const io::stored_tensor *found = header.find(name);
    if (found == nullptr) throw error(fmt::format("{}: it holds no standardisation of '{}'", file.name(), column));
    if (found->type != &io::stored_type_of(f64) || found->extents.size() != 1)
        throw error(fmt::format("{}: tensor '{}' is no standardisation: expected F64 of rank 1, found {} of rank {}",
                                file.name(), name, found->type->name, found->extents.size()));
    if (found->extents[0] != width)
        throw error(fmt::format("{}: the standardisation of '{}' is for {} values a row, {} were expected", file.name(),
                                column, found->extents[0], width));
    std::vector<double> values(width);
    io::read_tensor(file, header, *found, std::as_writable_bytes(std::span(values)));
    return values;
}

}  // namespace

standardisation load_standardisation(std::string_view path, std::string_view column, std::size_t width) {
    const std::unique_ptr<io::input> file = io::open_input(path);
    const io::safetensors_header header = io::read_safetensors_header(*file);
    std::vector<double> shift = read_values(*file, header, io::shift_name(column), column, width);
    std::vector<double> scale = read_values(*file, header, io::scale_name(column), column, width);
    file->require_same_size();
    try {
        return {column, std::move(shift), std::move(scale)};
    } catch (const error &problem) {
        throw error(fmt::format("{}: {}", path, problem.what()));
    }
}

}  // namespace sylvite
