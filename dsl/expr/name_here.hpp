// Names of functions with any number of arguments.
#pragma once

#include <sylvite/dsl/graph/location.hpp>

#include <concepts>
#include <string_view>

namespace sylvite::detail {

template <class T>
concept text_like = std::convertible_to<const T &, std::string_view>;

/// A name, and the caller's line: behind any number of arguments there is no place for it.
struct name_here {
    std::string_view text;
    location where;

    template <text_like Text>
    constexpr name_here(const Text &name, location caller = location::here())  // NOLINT(google-explicit-constructor)
        : text(name), where(caller) {}
};

}  // namespace sylvite::detail
