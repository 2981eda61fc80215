// Which fields of a line are read, and as what.
#pragma once

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/csv/lines.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite::data {

struct csv_columns {
    std::size_t fields = 0;             // of every line
    bool delimiter_at_end = false;      // the last field is empty in every line, and is not read
    std::vector<std::size_t> features;  // counted from 0, in the order of a row's values
    std::size_t label = 0;              // counted from 0; without meaning where no label is read
};

/// Whether a column is asked for that has to be looked up in a header or in csv_options::names.
[[nodiscard]] bool asks_by_name(const csv_options &how, bool with_label);

/// The end of a message about a first line that may not be what it should be; wanted: fields, 0 where that is unknown.
using csv_advice = std::function<std::string(std::size_t wanted)>;

/// From the first line and the names of the columns, which are empty where there are none. Throws sylvite::error where
/// names are not found or stand for several columns, and where the fields are not as many as `features` takes.
[[nodiscard]] csv_columns choose_columns(std::string_view path, const csv_line &first,
                                         const std::vector<std::string_view> &names, const column_target &features,
                                         const column_target *label, const csv_options &how, const csv_advice &advice);

}  // namespace sylvite::data
