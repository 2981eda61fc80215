// Attention that goes on from call to call, beside attention over the whole text.
#include "support.hpp"

#include <numeric>

namespace {

using namespace sylvite;
using namespace sylvite::test;

constexpr std::int64_t batch = 2, places = 7, width = 6;

/// Both kinds of attention, with the same parameters.
constexpr auto attention_of_both_kinds = [](std::string_view name, const auto &x, auto &...cache) {
    if constexpr (sizeof...(cache) == 0)
        return self_attention<2>(name, x, {.causal = true});
    else
        return cached_attention<2>(name, x, cache...);
};

/// `Count` places a call.
template <std::int64_t Count, std::int64_t Places = places>
class cached_text {
  public:
    explicit cached_text(bench &t) : t_(t), net_(t.b), attention_(net_, "attention", attention_of_both_kinds) {
        random_numbers random(5);
        x_ = t.leaf(random.uniform(f64, {batch, Count, width}, -1, 1));
        position_ = t.leaf(i32, {}, {0});
        attention_cache<Places> cache{expr<extents<>, i32>(t.b, position_)};
        y_ = attention_(expr<extents<batch, Count, width>, f64>(t.b, x_), cache).id();
        stored_ = cache.stored();
        for (const node_id id : t.b.leaves())
            if (!t.has(id)) t.give(id, random.uniform(f64, t.extents(t.b.dims(id)), -1, 1));
    }

    /// The attention over the whole text.
    tensor whole(const tensor &text) {
        const expr<extents<batch, places, width>, f64> x(t_.b, t_.leaf(text));
        return t_.value(attention_(x).id());
    }
    /// Of the text's places from `first` on; the states are as the call leaves them.
    tensor next(const tensor &text, std::int64_t first, std::int64_t position) {
        t_.give(x_, part(text, first));
        t_.give(position_, tensor(i32, {}, {static_cast<double>(position)}));
        const tensor y = t_.value(y_);
        std::vector<tensor> after;
        for (std::uint32_t k = stored_.first; k < stored_.last; ++k)
            after.push_back(t_.value(t_.b[t_.b.effect(k)].inputs[1]));
        for (std::uint32_t k = stored_.first; k < stored_.last; ++k) t_.give(state(k), after[k - stored_.first]);
        return y;
    }
    static tensor part(const tensor &text, std::int64_t first) {
        tensor some(f64, {batch, Count, width});
        for (std::int64_t row = 0; row < batch; ++row)
            for (std::int64_t i = 0; i < Count * width; ++i)
                some.set(static_cast<std::size_t>(row * Count * width + i),
                         text[static_cast<std::size_t>((row * places + first) * width + i)]);
        return some;
    }
    [[nodiscard]] std::vector<tensor> states() const {
        std::vector<tensor> all;
        for (std::uint32_t k = stored_.first; k < stored_.last; ++k) all.push_back(t_.given(state(k)));
        return all;
    }

  private:
    [[nodiscard]] node_id state(std::uint32_t k) const { return t_.b[t_.b.effect(k)].inputs[0]; }

    bench &t_;
    network net_;
    shared_layer<decltype(attention_of_both_kinds)> attention_;
    node_id x_, position_, y_;
    updates stored_;
};

template <std::int64_t Count>
void expect_the_whole_in_pieces() {
    bench t;
    cached_text<Count> text(t);
    random_numbers random(11);
    for (int times = 0; times < 2; ++times) {  // the second text begins where the first has ended, in the same states
        const tensor x = random.uniform(f64, {batch, places, width}, -1, 1), whole = text.whole(x);
        for (std::int64_t first = 0; first + Count <= places; first += Count)
            expect_near(text.next(x, first, first), cached_text<Count>::part(whole, first), 1e-12,
                        std::to_string(Count) + " places from " + std::to_string(first));
    }
}

TEST(cached_attention, of_pieces_is_attention_of_the_whole) {
    expect_the_whole_in_pieces<1>();
    expect_the_whole_in_pieces<2>();
    expect_the_whole_in_pieces<3>();
    expect_the_whole_in_pieces<7>();
}

TEST(cached_attention, goes_back_to_an_earlier_place) {
    bench t;
    cached_text<1> text(t);
    const tensor x = random_numbers(3).uniform(f64, {batch, places, width}, -1, 1), whole = text.whole(x);
    for (const std::int64_t place : {0, 1, 2, 3, 1, 2, 3, 4})
        expect_near(text.next(x, place, place), cached_text<1>::part(whole, place), 1e-12, "place");
}

TEST(cached_attention, beyond_its_places_is_nan_and_changes_nothing) {
    bench t;
    cached_text<2, 5> text(t);
    const tensor x = random_numbers(3).uniform(f64, {batch, places, width}, -1, 1);
    (void)text.next(x, 0, 0);
    const std::vector<tensor> before = text.states();
    EXPECT_EQ(before.size(), 2u);
    for (const std::int64_t position : {-1, 4, 5, 100}) {
        const tensor y = text.next(x, 2, position);
        for (std::size_t i = 0; i < y.size(); ++i) EXPECT_TRUE(std::isnan(y[i])) << position;
    }
    for (std::size_t k = 0; k < before.size(); ++k) expect_near(text.states()[k], before[k], 0, "state");
    EXPECT_FALSE(std::isnan(text.next(x, 2, 3)[0]));
}

TEST(cached_attention, tells_the_numbers_of_its_places) {
    bench t;
    const attention_cache<9> cache{expr<extents<>, i32>(t.b, t.leaf(i32, {}, {5}))};
    EXPECT_EQ(t.value(cache.places<3>().id()).values(), (std::vector<double>{5, 6, 7}));
}

}  // namespace
