// What every target demands of a reader, whatever it is given.
#pragma once

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

inline constexpr std::string_view name = "input";

/// Ends the process: the fuzzer keeps the input.
inline void demand(bool condition, const char *what, const std::string &found) {
    if (condition) return;
    std::fprintf(stderr, "fuzz: %s: %s\n", what, found.c_str());
    std::abort();
}

/// The reader gives a value or throws sylvite::error with one line that begins with the file's name. Anything else that
/// is thrown ends the process.
template <class F>
void read(F reader) {
    try {
        reader();
    } catch (const sylvite::error &problem) {
        const std::string text = problem.what();
        demand(text.starts_with(name), "the message does not begin with the file's name", text);
        for (const char letter : text)
            demand(static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f, "a control character in a message",
                   text);
        demand(text.size() < 1000, "a message of more than a thousand letters", text);
    }
}

/// Every value is finite, a boolean 0 or 1, a label one of the classes.
inline void look_at(const sylvite::dataset &rows, std::int64_t classes) {
    using namespace sylvite;
    demand(rows.rows() > 0, "a dataset without rows", "");
    for (const data::column &column : rows.columns()) {
        std::vector<unsigned char> row(column.width * size_of(column.type));
        for (std::size_t r = 0; r < rows.rows(); ++r) {
            rows.read(column, r, 1, row.data());
            for (std::size_t i = 0; i < column.width; ++i) {
                double value = 0;
                const auto take = [&](auto typed) {
                    std::memcpy(&typed, row.data() + i * sizeof typed, sizeof typed);
                    value = static_cast<double>(typed);
                };
                if (column.type == f32) take(float{});
                if (column.type == f64) take(double{});
                if (column.type == i32) take(std::int32_t{});
                if (column.type == boolean) take(std::uint8_t{});
                demand(value - value == 0, "a value that is not finite", column.name);
                demand(column.type != boolean || value == 0 || value == 1, "a boolean that is none", column.name);
                demand(classes == 0 || (value >= 0 && value < static_cast<double>(classes)), "a label that is no class",
                       column.name);
            }
        }
    }
}

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count);
