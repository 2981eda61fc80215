// A family's schedule is a struct; outside of its folder it is named integers (schedule.hpp): in databases, hashes, on
// command lines and for the tuner. A struct lists its members once, by name:
//   static constexpr auto parameters() { return std::array{parameter_of<&elementwise_schedule::vector>("vector"), ...};
//   }
#pragma once

#include <sylvite/generators/spec/schedule.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>

namespace sylvite::generators {

/// A member of the struct S: an integer, a boolean (0 or 1) or an enumeration (its number).
template <class S>
struct parameter {
    const char *name;
    std::int64_t (*get)(const S &);
    void (*set)(S &, std::int64_t);
};

template <class S, class T>
S struct_of(T S::*);
template <class S, class T>
T member_of(T S::*);

template <auto Member>
[[nodiscard]] constexpr auto parameter_of(const char *name) {
    using S = decltype(struct_of(Member));
    using T = decltype(member_of(Member));
    return parameter<S>{name, [](const S &s) { return static_cast<std::int64_t>(s.*Member); },
                        [](S &s, std::int64_t value) { s.*Member = static_cast<T>(value); }};
}

template <class S>
[[nodiscard]] schedule named(const S &s) {
    schedule numbers;
    for (const auto &p : S::parameters()) numbers[p.name] = p.get(s);
    return numbers;
}
template <class... S>
[[nodiscard]] schedule named(const std::variant<S...> &s) {
    return std::visit([](const auto &one) { return named(one); }, s);
}

/// Whether the named integers are just those of the struct.
template <class S>
[[nodiscard]] bool is_named(const schedule &from) {
    const auto all = S::parameters();
    if (from.size() != all.size()) return false;
    for (const auto &p : all)
        if (!from.contains(p.name)) return false;
    return true;
}

template <class S>
void read_named(const schedule &from, S &to) {
    for (const auto &p : S::parameters()) {
        const auto found = from.find(p.name);
        if (found == from.end())
            throw std::runtime_error(std::string("schedule: the parameter \"") + p.name + "\" is missing");
        p.set(to, found->second);
    }
}
/// As the alternative that has these names; the last one if none has.
template <class... S>
void read_named(const schedule &from, std::variant<S...> &to) {
    const auto read_as = [&]<class One>(One one) {
        read_named(from, one);
        to = one;
    };
    if (!(... || (is_named<S>(from) && (read_as(S{}), true))))
        read_as(std::variant_alternative_t<sizeof...(S) - 1, std::variant<S...>>{});
}

template <class S>
[[nodiscard]] S from_named(const schedule &from) {
    S s;
    read_named(from, s);
    return s;
}

}  // namespace sylvite::generators
