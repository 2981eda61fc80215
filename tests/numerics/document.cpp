#include "document.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace sylvite::numerics {
namespace {

std::vector<std::string> cells_of(const std::string &line) {
    std::vector<std::string> cells;
    for (std::size_t start = 1; start < line.size();) {
        const std::size_t end = std::min(line.find('|', start), line.size());
        std::string cell = line.substr(start, end - start);
        cell.erase(0, cell.find_first_not_of(' '));
        cell.erase(cell.find_last_not_of(' ') + 1);
        cells.push_back(cell);
        start = end + 1;
    }
    return cells;
}

}  // namespace

std::map<std::string, promise> read_promises(const std::string &path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path + ": cannot be read");
    std::map<std::string, promise> promises;
    std::vector<std::string> head;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (!line.starts_with('|')) {
            head.clear();
            continue;
        }
        const auto cells = cells_of(line);
        const auto column = [&](const char *name) {
            return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
        };
        if (cells.front() == "function") head = cells;
        if (cells == head || line.starts_with("|--")) continue;
        const std::size_t of_f32 = column("f32, at most"), of_f64 = column("f64, at most");
        if (of_f32 >= head.size() || of_f64 >= head.size()) continue;  // another table
        try {
            promises[cells.front()] = {std::stod(cells.at(of_f32)), std::stod(cells.at(of_f64))};
        } catch (const std::logic_error &) {
            throw std::runtime_error(path + ":" + std::to_string(number) + ": expected two numbers, found " + line);
        }
    }
    if (promises.empty())
        throw std::runtime_error(path + ": no table of functions with \"f32, at most\" and \"f64, at most\"");
    return promises;
}

}  // namespace sylvite::numerics
