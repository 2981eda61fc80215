// The first byte chooses delimiter, header, types and label; the rest is the text.
#include "checks.hpp"

#include <sylvite/runtime/data/csv.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count) {
    using namespace sylvite;
    if (count == 0) return 0;
    const std::uint8_t choice = bytes[0];
    const std::string_view text(reinterpret_cast<const char *>(bytes + 1), count - 1);
    constexpr char delimiters[] = {',', ';', '\t', ' '};
    constexpr csv_header headers[] = {csv_header::automatic, csv_header::present, csv_header::absent,
                                      csv_header::automatic};
    csv_options how{.delimiter = delimiters[choice & 3], .header = headers[choice >> 2 & 3]};
    const column_target features{"x", static_cast<dtype>(choice >> 4 & 3)};
    const column_target label{"y", i32, 1};
    if ((choice & 0x40) != 0) how.label = {.name = "y\"z"};
    fuzz::read([&] { fuzz::look_at(data::parse_csv(fuzz::name, text, features, nullptr, how), 0); });
    if ((choice & 0x80) != 0) how.classes = 10;
    fuzz::read([&] {
        const dataset rows = data::parse_csv(fuzz::name, text, features, &label, how);
        fuzz::look_at(rows, 0);
        dataset labels;
        labels.add_column(*rows.find("y"));
        fuzz::look_at(labels, how.classes);
    });
    return 0;
}
