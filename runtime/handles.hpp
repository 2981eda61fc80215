// Names of a network's tensors as objects: what a generated header declares and the program writes.
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <cstddef>
#include <cstdint>

namespace sylvite {

/// A tensor of the program by its index; the name is also the name of a dataset's column and of a tensor in a file.
template <class T, std::int64_t... Extents>
struct tensor_handle {
    using element = T;
    static constexpr dtype type = dtype_of<T>;
    static constexpr std::size_t elements = static_cast<std::size_t>((Extents * ... * 1));

    std::uint32_t tensor;
    const char *name;
};

/// An input with one value (of shape Row) a row of the batch; its leading extent, the rows, is not among Row.
template <class T, std::int64_t... Row>
struct input_handle : tensor_handle<T, Row...> {};

/// An input of fixed shape, the same for all rows.
template <class T, std::int64_t... Extents>
struct array_handle : tensor_handle<T, Extents...> {};

/// An input of a single value, kept by the instance: a learning rate.
template <class T>
struct scalar_handle : tensor_handle<T> {};

template <class T, std::int64_t... Extents>
struct parameter_handle : tensor_handle<T, Extents...> {};

/// Optimizer state or a stored gradient.
template <class T, std::int64_t... Extents>
struct state_handle : tensor_handle<T, Extents...> {};

struct entry_handle {
    std::uint32_t index;
};

}  // namespace sylvite
