// One array read as each type, with and without classes.
#pragma once

#include "checks.hpp"

#include <sylvite/runtime/data/array_files.hpp>

namespace fuzz {

inline void read_as_each_type(sylvite::data::column_reader read_column, const std::uint8_t *bytes, std::size_t count) {
    using namespace sylvite;
    io::memory_input file(name, std::as_bytes(std::span(bytes, count)));
    for (const dtype type : {f32, f64, i32, boolean})
        for (const std::int64_t classes : {0, 3})
            for (const std::size_t width : {0U, 4U})
                read([&] {
                    dataset rows;
                    rows.add_column(read_column(file, {"x", type, width}, {.classes = classes}));
                    demand(width == 0 || rows.columns()[0].width == width, "another width than was asked for", "");
                    look_at(rows, classes);
                });
}

}  // namespace fuzz
