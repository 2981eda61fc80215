#include "layout.hpp"

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/validate.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/read_file.hpp>

#include <fmt/format.h>

#include <bit>
#include <iterator>
#include <sstream>

namespace sylvite::weights {

namespace {

template <class Enum, std::size_t N>
Enum one_of(const char *const (&names)[N], const std::string &name) {
    for (std::size_t i = 0; i < N; ++i)
        if (name == names[i]) return static_cast<Enum>(i);
    throw error(fmt::format("\"{}\" is unknown", name));
}

/// "tensor" and the rest of its line: see codegen/emit_layout.cpp.
core::tensor parse_tensor(std::istringstream &words) {
    static constexpr const char *types[] = {name_of(f32), name_of(f64), name_of(i32), name_of(boolean)};
    std::string role, type, how;
    std::uint64_t a = 0, b = 0;
    int rank = 0;
    core::tensor t{};
    words >> role >> type >> t.offset >> how >> std::hex >> a >> b >> std::dec >> rank;
    if (!words || rank < 0 || rank > 6) throw error("the line of a tensor is damaged");
    t.type = one_of<dtype>(types, type);
    t.what = role == "parameter" ? core::role::parameter : core::role::state;
    t.is_running = role == "running";
    t.where = core::segment::persistent;
    t.rank = static_cast<std::uint8_t>(rank);
    for (int axis = 0; axis < rank; ++axis) words >> t.extents[axis];
    t.init = {one_of<core::initialiser::kind>(core::initialiser::names, how), std::bit_cast<double>(a),
              std::bit_cast<double>(b)};
    return t;
}

}  // namespace

void layout::add_tensor(const std::string &line) {
    std::istringstream words(line);
    tensors_.push_back(parse_tensor(words));
    words.ignore(1);
    std::string name;
    if (!std::getline(words, name) || name.empty()) throw error("a tensor has no name");
    names_.push_back(std::move(name));
}

layout::layout(const std::string &path) {
    std::istringstream lines(io::read_file(path));
    std::string line;
    std::size_t number = 0;
    try {
        while (std::getline(lines, line)) {
            ++number;
            std::istringstream words(line);
            std::string item;
            words >> item;
            if (item == "sylvite-layout" && number == 1) continue;
            if (item == "library")
                words >> library_;
            else if (item == "network")
                words >> network_;
            else if (item == "variables")
                words >> std::hex >> program_.variables;
            else if (item == "program")
                words >> std::hex >> program_hash_;
            else if (item == "bytes")
                words >> program_.persistent_bytes;
            else if (item == "tensor")
                add_tensor(line.substr(item.size()));
            else
                throw error(number == 1 ? "not a network's layout" : fmt::format("unknown item \"{}\"", item));
            if (!words) throw error("the value is missing");
        }
        if (number == 0) throw error("the file is empty");
    } catch (const error &e) {
        throw error(fmt::format("{}, line {}: {}", path, number, e.what()));
    }
    for (std::size_t i = 0; i < tensors_.size(); ++i) tensors_[i].name = names_[i].c_str();
    program_.abi = core::abi_version;
    program_.hash = program_hash_;
    program_.name = library_.c_str();
    program_.network = network_.c_str();
    program_.target = "host";
    program_.tensors = tensors_;
    core::message why;
    if (core::validate(program_, why) != core::status::ok) throw error(fmt::format("{}: {}", path, why.text()));
}

}  // namespace sylvite::weights
