// Which class of a header is the network, where nobody has named it: cmake/SylviteStruct.cmake reads names out of the
// header's text, and here the compiler says what they are.
#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace sylvite {
class network;
}

namespace sylvite::codegen {

namespace detail {
template <class R, class C, class P>
P parameter_of(R (C::*)(P));
template <class R, class C, class P>
P parameter_of(R (C::*)(P) const);

template <class T>
inline constexpr char identity_of = 0;  // by its address
}  // namespace detail

/// A class with one public call operator, its own or a base's, that takes a network. A template of a call operator is
/// not looked into: it has no address, and with a network in place of what it is meant for it may not compile.
template <class T>
concept network_struct = std::is_class_v<T> && requires {
    sizeof(T);
    requires std::same_as<std::remove_cvref_t<decltype(detail::parameter_of(&T::operator()))>, network>;
};

/// A name that a header declares.
struct declared_class {
    const char *name;
    const char *identity;  // the same for two names of one class
    bool is_network;
};

/// The index of the network: the class that has the library's name; else the only one whose name ends in it, behind its
/// namespace; else the only one.
[[nodiscard]] constexpr std::optional<std::size_t> choose_network(std::span<const declared_class> declared,
                                                                  std::string_view library) {
    std::optional<std::size_t> only, only_called_so;
    bool several = false, several_called_so = false;
    for (std::size_t i = 0; i < declared.size(); ++i) {
        if (!declared[i].is_network) continue;
        const std::string_view name = declared[i].name;
        if (name == library) return i;
        const bool is_called_so =
            name.ends_with(library) && name.substr(0, name.size() - library.size()).ends_with("::");
        if (is_called_so && only_called_so) several_called_so = true;
        if (is_called_so) only_called_so = i;
        if (!only) only = i;
        several = several || declared[*only].identity != declared[i].identity;
    }
    if (only_called_so && !several_called_so) return only_called_so;
    return several ? std::nullopt : only;
}

/// Says in one sentence on standard error which networks there are to choose from, or that there is none; returns the
/// exit status of the program, 1.
int refuse_to_choose(std::span<const declared_class> declared, const char *library, const char *header);

/// Calls run.operator()<Network>(its name) for the network among the classes, and returns what it returns; what
/// refuse_to_choose returns where there is none or several. Declared::names, Declared::library and Declared::header are
/// texts.
template <class Declared, class... Classes, class Run>
int with_network(Run run) {
    static constexpr auto declared = [] {
        std::array<declared_class, sizeof...(Classes)> all{};
        std::size_t i = 0;
        ((all[i] = {Declared::names[i], &detail::identity_of<Classes>, network_struct<Classes>}, ++i), ...);
        return all;
    }();
    constexpr std::optional<std::size_t> chosen = choose_network(declared, Declared::library);
    if constexpr (chosen.has_value())
        return run.template operator()<std::tuple_element_t<*chosen, std::tuple<Classes...>>>(declared[*chosen].name);
    else
        return refuse_to_choose(declared, Declared::library, Declared::header);
}

}  // namespace sylvite::codegen
