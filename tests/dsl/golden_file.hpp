// Numbers worked out elsewhere: tests/golden.
#pragma once

#include <sylvite/dsl/reference/tensor.hpp>

#include <nlohmann/json.hpp>

#include <fstream>

namespace sylvite::test {

using nlohmann::json;

inline json read_golden(const std::string &name) {
    std::ifstream file(std::string(SYLVITE_GOLDEN) + "/" + name);
    if (!file) throw std::runtime_error("cannot read " + name);
    return json::parse(file);
}

inline reference::tensor to_tensor(const json &j) {
    const std::string type = j.at("dtype");
    std::vector<double> values;
    for (const json &v : j.at("values"))
        values.push_back(v.is_string() ? std::stod(v.get<std::string>()) : v.get<double>());
    for (const dtype candidate : {f32, f64, i32, boolean})
        if (name_of(candidate) == type) return {candidate, j.at("shape").get<reference::dimensions>(), values};
    throw std::runtime_error("unknown element type " + type);
}

}  // namespace sylvite::test
