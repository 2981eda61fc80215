// 32 updates of one element each, which share nothing and so are calls of their own.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

#include <array>

using namespace sylvite;

struct overhead_calls {
    static constexpr std::array names = {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "b0", "b1", "b2",
                                         "b3", "b4", "b5", "b6", "b7", "c0", "c1", "c2", "c3", "c4", "c5",
                                         "c6", "c7", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7"};

    constexpr void operator()(network &net) const {
        updates all;
        for (const char *name : names) {
            const auto state = net.state<f32>(name, constant(1));
            const updates one = assign(state, state * 0.5F);
            all = name == names.front() ? one : updates{all.first, one.last};
        }
        net.entry("train", all);
    }
};
