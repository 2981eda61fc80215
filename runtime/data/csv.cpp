#include <sylvite/runtime/data/csv.hpp>

#include <sylvite/runtime/data/csv/check_options.hpp>
#include <sylvite/runtime/data/csv/rows.hpp>
#include <sylvite/runtime/data/csv/text.hpp>
#include <sylvite/runtime/io/read_file.hpp>

namespace sylvite {

dataset data::parse_csv(std::string_view name, std::string_view text, const column_target &features,
                        const column_target *label, const csv_options &how) {
    check_csv_options(name, features, label, how);
    std::string converted;
    return read_csv_rows(name, csv_text(name, text, converted), features, label, how);
}

dataset read_csv(std::string_view path, const column_target &features, const column_target *label,
                 const csv_options &how) {
    return data::parse_csv(path, io::read_file(path), features, label, how);
}

}  // namespace sylvite
