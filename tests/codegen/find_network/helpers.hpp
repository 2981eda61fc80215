// Classes beside the network: layers of the user's own, whose call operators do not compile for a network.
// LIBRARY: model
// FINDS: wave
#pragma once
#include "included/language.hpp"

struct twice {
    template <class X>
    constexpr auto operator()(const X &x) const {
        return x + x;
    }
};
struct any_pair {
    constexpr auto operator()(auto &a) const { return a.first + a.second; }
};
struct two_ways {
    constexpr int operator()(sylvite::network &) const { return 1; }
    constexpr int operator()(int) const { return 2; }
};
class hidden {
    constexpr void operator()(sylvite::network &) const {}
};
struct not_yet_defined;
enum class kind { one, two };
struct options {
    int width = 3;
    struct inner {
        constexpr void operator()(sylvite::network &) const {}
    };
};
union either {
    int a;
    float b;
};
inline int count(const struct options &o) { return o.width; }
struct wave {
    constexpr void operator()(sylvite::network &) const { any_pair{}; }
} inline constexpr instance;
