#include <sylvite/generators/lowering/random.hpp>

#include <sylvite/dsl/random_streams.hpp>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace sylvite::generators {
namespace {

using Halide::Expr;

Expr word(std::uint32_t value) { return Expr(value); }
Expr low_word(const Expr &e) { return Halide::cast<std::uint32_t>(e); }
Expr high_word(const Expr &e) { return Halide::cast<std::uint32_t>(e >> 32); }

/// Philox4x32-10. Its words are names: as nested expressions they would double with every second round.
class philox_rounds_of {
  public:
    philox_rounds_of(Expr key_low, Expr key_high, std::array<Expr, 4> counter)
        : key_{named(std::move(key_low)), named(std::move(key_high))}, words_(std::move(counter)) {
        for (Expr &w : words_) w = named(w);
        for (int round = 0; round < philox_rounds; ++round) one_round(static_cast<std::uint32_t>(round));
    }
    [[nodiscard]] const Expr &operator[](std::size_t i) const { return words_[i]; }
    /// The expression, which is of the words, under their definitions.
    [[nodiscard]] Expr define(Expr e) const {
        for (std::size_t i = definitions_.size(); i-- > 0;)
            e = Halide::Internal::Let::make(definitions_[i].first, definitions_[i].second, e);
        return e;
    }

  private:
    Expr named(const Expr &e) {
        definitions_.emplace_back(Halide::Internal::unique_name("philox"), e);
        return Halide::Internal::Variable::make(e.type(), definitions_.back().first);
    }
    static Expr product_high(const Expr &x, std::uint32_t m) {
        return Halide::cast<std::uint32_t>((Halide::cast<std::uint64_t>(x) * Expr(std::uint64_t{m})) >> 32);
    }
    void one_round(std::uint32_t round) {
        const Expr low = key_[0] + word(philox_weyl[0] * round), high = key_[1] + word(philox_weyl[1] * round);
        const std::array<Expr, 4> c = words_;
        words_ = {
            named(product_high(c[2], philox_multipliers[1]) ^ c[1] ^ low), named(c[2] * word(philox_multipliers[1])),
            named(product_high(c[0], philox_multipliers[0]) ^ c[3] ^ high), named(c[0] * word(philox_multipliers[0]))};
    }

    std::vector<std::pair<std::string, Expr>> definitions_;
    std::array<Expr, 2> key_;
    std::array<Expr, 4> words_;
};

/// Of the call, in the batch of all ranks.
Expr first_element(const random_place &p) { return p.first_row * Halide::cast<std::uint64_t>(p.row); }

/// Where an element's bits are: block and position in the group, for groups of so many elements.
struct element_place {
    Expr block_low, block_high;
    Expr sixteenth;  // which of the group's 16 elements, an i32
};
element_place element_place_of(const random_place &p, const Expr &index, int group) {
    const auto lanes = static_cast<int>(random_lanes);
    const Expr within = low_word(index / group * lanes + index % lanes), part = index / lanes % (group / lanes);
    if (!p.first_row.defined()) return {within, word(0), part};
    const Expr base = first_element(p) / Expr(std::uint64_t{random_group}) *
                      Expr(random_lanes * static_cast<std::uint64_t>(random_group / group));
    const Expr low = low_word(base) + within;
    return {low, high_word(base) + Halide::cast<std::uint32_t>(low < low_word(base)), part};
}

}  // namespace

Expr first_in_group(const random_place &p) {
    if (!p.first_row.defined() || (p.fixed_row != 0 && p.fixed_row % random_group == 0)) return 0;
    return Halide::cast<std::int32_t>(first_element(p) % Expr(std::uint64_t{random_group}));
}

Expr random_number(const Halide::Type &type, const random_place &p, const Expr &index) {
    const philox_rounds_of key(low_word(p.seed), high_word(p.seed),
                               {word(static_cast<std::uint32_t>(p.stream)),
                                word(static_cast<std::uint32_t>(p.stream >> 32)), word(0), word(0)});
    const bool is_double = type.bits() == 64;
    const element_place at = element_place_of(p, index, is_double ? random_group / 2 : random_group);
    const philox_rounds_of block(key[0], key[1], {at.block_low, at.block_high, low_word(p.step), high_word(p.step)});
    if (is_double) {
        const auto real = [&](std::size_t first) {
            const Expr bits =
                (Halide::cast<std::uint64_t>(block[first]) << 32) | Halide::cast<std::uint64_t>(block[first + 1]);
            return Halide::cast<double>(Halide::cast<std::int64_t>(bits >> 11)) * Expr(0x1p-53);
        };
        return key.define(block.define(Halide::select(at.sixteenth == 0, real(0), real(2))));
    }
    const Expr bits =
        Halide::select(at.sixteenth == 0, block[0], at.sixteenth == 1, block[1], at.sixteenth == 2, block[2], block[3]);
    const Expr number = type.is_float() ? Halide::cast<float>(Halide::cast<std::int32_t>(bits >> 8)) * Expr(0x1p-24F)
                                        : Halide::reinterpret<std::int32_t>(bits);
    return key.define(block.define(number));
}

}  // namespace sylvite::generators
