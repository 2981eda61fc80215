// The readers of files, each with a file that it reads; a reader's test adds its own. What every reader must hold is
// asked of all of them: special_files_test.cpp, shrinking_files_test.cpp.
#pragma once

#include "fake_network.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

struct tested_reader {
    std::string name;
    std::function<std::string()> file;                  // the bytes of a file of four values a row
    std::function<void(const std::string &path)> read;  // into `four_values`
};

constexpr sylvite::input_handle<float, 4> four_values{0, "x"};

inline std::vector<tested_reader> &tested_readers() {
    static std::vector<tested_reader> list;
    return list;
}
/// At namespace scope: `const test_of_every_reader here({...});`
struct test_of_every_reader {
    explicit test_of_every_reader(tested_reader r) { tested_readers().push_back(std::move(r)); }
};
