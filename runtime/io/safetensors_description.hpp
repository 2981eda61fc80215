// What the JSON of a safetensors header says of one tensor, right or wrong. Internal to the reader.
#pragma once

#include <sylvite/runtime/io/safetensors_header.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sylvite::io {

struct tensor_description {
    struct numbers {
        bool is_array = false;
        bool are_whole = true;              // and not negative
        std::vector<std::uint64_t> values;  // those that are
    };
    bool is_object = false;
    std::optional<std::string> type = {};
    numbers shape = {};
    numbers offsets = {};
    std::optional<std::string> unknown_key = {};
};

/// The tensor, where its description is right by itself and it lies within the data; else `fault` says what is wrong.
[[nodiscard]] std::optional<stored_tensor> checked(const std::string &name, const tensor_description &found,
                                                   std::uint64_t data_bytes, std::string &fault);

}  // namespace sylvite::io
