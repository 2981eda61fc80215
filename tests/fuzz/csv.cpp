// The first three bytes choose options, types and columns; the rest is the text.
#include "checks.hpp"

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/data/csv.hpp>

namespace {

using namespace sylvite;

csv_options options_of(const std::uint8_t *choice) {
    constexpr char delimiters[] = {',', ';', '\t', ' '};
    constexpr csv_header headers[] = {csv_header::automatic, csv_header::present, csv_header::absent,
                                      csv_header::automatic};
    csv_options how{.delimiter = delimiters[choice[0] & 3], .header = headers[choice[0] >> 2 & 3]};
    const auto chosen = [&](int byte, int bit) { return (choice[byte] >> bit & 1) != 0; };
    if (chosen(0, 6)) how.label = {.name = "y\"z"};
    if (chosen(1, 0)) how.delim_whitespace = true;
    if (chosen(1, 1)) how.comment = '#';
    if (chosen(1, 2)) how.quotechar = '\'';
    if (chosen(1, 3)) how.decimal = ',';
    if (chosen(1, 4)) how.thousands = chosen(1, 3) ? '.' : ',';
    if (chosen(1, 5)) how.fillna = 1;
    if (chosen(1, 6)) how.labels = csv_labels::names;
    if (chosen(1, 7)) how.na_values = {"-9", "none"};
    how.skiprows = choice[2] & 3;
    if (chosen(2, 2)) how.nrows = 2;
    if (chosen(2, 3)) how.usecols = {{.number = 2}, {.number = 1}};
    if (chosen(2, 4) && !chosen(2, 3)) how.drop_columns = {{.number = 2}};
    if (chosen(2, 5)) how.names = {"a", "y\"z", "c"};
    if (chosen(2, 6)) how.class_names = {"a", "b"};
    return how;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count) {
    if (count < 3) return 0;
    const std::string_view text(reinterpret_cast<const char *>(bytes + 3), count - 3);
    csv_options how = options_of(bytes);
    const column_target features{"x", static_cast<dtype>(bytes[0] >> 4 & 3), (bytes[2] & 0x80) != 0 ? 2U : 0U};
    const column_target label{"y", i32, 1};
    fuzz::read([&] { fuzz::look_at(data::parse_csv(fuzz::name, text, features, nullptr, how), 0); });
    if ((bytes[0] & 0x80) != 0) how.classes = 10;
    fuzz::read([&] {
        const dataset rows = data::parse_csv(fuzz::name, text, features, &label, how);
        fuzz::look_at(rows, 0);
        fuzz::demand(how.nrows == 0 || rows.rows() <= how.nrows, "more rows than were asked for", "");
        dataset labels;
        labels.add_column(*rows.find("y"));
        const bool named = rows.find("y")->class_names != nullptr;
        fuzz::look_at(labels, named ? static_cast<std::int64_t>(class_names_of(rows, "y").size()) : how.classes);
    });
    return 0;
}
