// Where a reader puts what a file holds, and how it looks at it.
#pragma once

#include <sylvite/runtime/handles.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sylvite {

/// A column of the dataset.
struct column_target {
    std::string_view name;
    dtype type = f32;
    std::size_t width = 0;  // values a row; 0: as many as the file has
};

/// How the arrays of binary files are read.
struct array_options {
    std::int64_t classes = 0;  // with n > 0, labels are whole numbers from 0 to n - 1
};

template <class T, std::int64_t... Row>
[[nodiscard]] constexpr column_target target_of(input_handle<T, Row...> input) {
    return {input.name, input.type, input.elements};
}

}  // namespace sylvite
