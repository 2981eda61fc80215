// What a function that keeps a view must not be given, and what must not be asked for a view: an object that is gone at
// the end of the statement.
#pragma once

#include <span>
#include <string_view>
#include <type_traits>

namespace sylvite {

// The compiler shows these names where such a call stands, as `Mistake`.

/// The values would be gone before they are read: give them a name first. Views may be temporaries; a view type of your
/// own says that it owns nothing by std::ranges::enable_borrowed_range.
template <class Values>
struct values_are_gone_after_the_call;
/// The result would point into a network that is gone: give the network a name first.
struct network_is_gone_after_the_call;
/// Likewise a dataset.
struct dataset_is_gone_after_the_call;
/// Likewise a recording.
struct recording_is_gone_after_the_call;

/// An rvalue that owns the elements which a span of it would refer to.
template <class Given, class T>
concept temporary_values =
    !std::is_lvalue_reference_v<Given> && !std::ranges::enable_borrowed_range<std::remove_cvref_t<Given>> &&
    std::is_convertible_v<Given, std::span<const T>>;

/// The same, of whatever elements.
template <class Given>
concept temporary_values_of_any =
    !std::is_lvalue_reference_v<Given> && !std::ranges::enable_borrowed_range<std::remove_cvref_t<Given>> &&
    requires(const std::remove_cvref_t<Given> &values) {
    values.data();
    values.size();
};

}  // namespace sylvite
