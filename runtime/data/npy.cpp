#include <sylvite/runtime/data/npy.hpp>

#include <sylvite/runtime/data/array_files.hpp>
#include <sylvite/runtime/data/array_rows.hpp>
#include <sylvite/runtime/data/npy_header.hpp>
#include <sylvite/runtime/io/inflate.hpp>

namespace sylvite {

data::column data::npy_column(io::input &file, const column_target &to, const array_options &how) {
    const std::unique_ptr<io::byte_stream> bytes = io::plain_or_gzip(file);
    const array_layout layout = read_npy_header(*bytes);
    return read_rows(*bytes, layout, to, how.classes);
}

dataset read_npy(std::string_view path, const column_target &to, const array_options &how) {
    return data::read_array(data::npy_column, path, to, how);
}

dataset read_npy(std::string_view features_path, const column_target &features, std::string_view labels_path,
                 const column_target &label, const array_options &how) {
    return data::read_arrays(data::npy_column, features_path, features, labels_path, label, how);
}

}  // namespace sylvite
