// A CSV file of a test's own, read as two values and a label.
#pragma once

#include "column_values.hpp"
#include "expect_error.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/data/csv.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

class csv_fixture : public ::testing::Test {
  protected:
    static constexpr sylvite::input_handle<float, 2> pixels{0, "pixels"};
    static constexpr sylvite::input_handle<std::int32_t> label{1, "label"};
    temporary_folder folder;

    sylvite::dataset read(std::string_view text, const sylvite::csv_options &how = {}) {
        return sylvite::read_csv(folder.write("d.csv", text), pixels, label, how);
    }
    /// What the error says at its end; empty where nothing is thrown.
    std::string end_of_error(std::string_view text, std::size_t letters, const sylvite::csv_options &how = {}) {
        try {
            (void)read(text, how);
        } catch (const sylvite::error &problem) {
            const std::string said = problem.what();
            return said.substr(said.size() - std::min(letters, said.size()));
        }
        return {};
    }
    /// The values of all lines, whatever their number.
    template <class T = float>
    std::vector<T> all(std::string_view text, const sylvite::csv_options &how = {}) {
        const std::string path = folder.write("d.csv", text);
        return column_values<T>(
            sylvite::read_csv(path, sylvite::column_target{"x", sylvite::dtype_of<T>, 0}, nullptr, how), "x");
    }
    static std::vector<float> pixels_of(const sylvite::dataset &from) { return column_values<float>(from, "pixels"); }
    static std::vector<std::int32_t> labels_of(const sylvite::dataset &from) {
        return column_values<std::int32_t>(from, "label");
    }
};
