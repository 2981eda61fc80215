#include <sylvite/runtime/data/array_files.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

namespace sylvite::data {

namespace {

column read_file(column_reader read, std::string_view path, const column_target &to, const array_options &how) {
    const std::unique_ptr<io::input> file = io::open_input(path);
    column result = read(*file, to, how);
    file->require_same_size();
    return result;
}

}  // namespace

dataset read_array(column_reader read, std::string_view path, const column_target &to, const array_options &how) {
    dataset result;
    result.add_column(read_file(read, path, to, how));
    return result;
}

dataset read_arrays(column_reader read, std::string_view features_path, const column_target &features,
                    std::string_view labels_path, const column_target &label, const array_options &how) {
    column first = read_file(read, features_path, features, {});
    column second = read_file(read, labels_path, label, how);
    if (first.rows != second.rows)
        throw error(fmt::format("{} has {} rows, {} has {}", features_path, first.rows, labels_path, second.rows));
    dataset result;
    result.add_column(std::move(first)).add_column(std::move(second));
    return result;
}

}  // namespace sylvite::data
