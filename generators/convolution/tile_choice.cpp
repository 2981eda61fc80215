#include <sylvite/generators/convolution/tile_choice.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

class tile_chooser {
  public:
    tile_chooser(const index_space &space, const processor &cpu, const convolution_roles &roles)
        : space_(space), cpu_(cpu), roles_(roles), lanes_(lanes_of(space, cpu)) {}

    [[nodiscard]] tile_choice choose() const {
        const std::int64_t of_column = parts_of(space_[roles_.column].bound, lanes_);
        if (is_depthwise(roles_)) return tile_of_runs(of_column);
        const std::int64_t vectors = roles_.sums_by_lane() ? 1 : of_column;
        const std::int64_t all_summed = space_.volume(roles_.summed) / (roles_.sums_by_lane() ? lanes_ : 1);
        const std::int64_t summed = std::min<std::int64_t>(all_summed, 512);
        tile_choice best;
        double least = 0;
        const auto consider = [&](const tile_choice &tile) {
            if (!has_registers(tile)) return;
            std::int64_t tiles = parts_of(vectors, tile.columns);
            for (std::size_t k = 0; k < 3; ++k) tiles *= parts_of(steps(k), tile.rows[k]);
            const double all = cycles_of(tile, summed) * static_cast<double>(tiles);
            if (least != 0 && all >= least * 0.999) return;
            least = all;
            best = tile;
        };
        const std::int64_t most = most_sums();
        for (std::int64_t c = 1; c <= std::min<std::int64_t>(vectors, 4); ++c)
            for (std::int64_t a = std::min(steps(0), most / c); a >= 1; --a)
                for (std::int64_t b = std::min(steps(1), most / c / a); b >= 1; --b)
                    for (std::int64_t d = std::min(steps(2), most / c / a / b); d >= 1; --d)
                        for (const std::int64_t unroll : {1, 2, 4, 8})
                            if (unroll == 1 || is_unrolled_by(unroll)) consider({c, {a, b, d}, unroll});
        return best;
    }

  private:
    /// Every product has a load of its own, so that memory is the limit: runs of 512 bytes of it, a few positions.
    [[nodiscard]] tile_choice tile_of_runs(std::int64_t vectors) const {
        constexpr std::int64_t most_columns = 8, most = 16;
        tile_choice tile;
        tile.columns = parts_of(vectors, parts_of(vectors, most_columns));
        tile.rows[0] = std::clamp<std::int64_t>(most / tile.columns, 1, steps(0));
        return tile;
    }

    /// Steps along a row: of a strided adjoint those of one phase.
    /// A tile of several images has a copy of each, which is worth it where an image has few positions.
    [[nodiscard]] std::int64_t steps(std::size_t k) const {
        if (k >= roles_.rows.size()) return 1;
        const axis_id a = roles_.row(k);
        const window_axis *w = roles_.window_of(a);
        if (!roles_.sums_positions && w == nullptr && contains(space_.at(roles_.seen).free, a) && positions() >= 6)
            return 1;
        return parts_of(space_[a].bound, divisor_of(space_, roles_, a));
    }

    [[nodiscard]] std::int64_t positions() const {
        std::int64_t count = 1;
        for (const window_axis &w : roles_.windows)
            if (w.kept >= 0) count *= parts_of(space_[w.kept].bound, space_[w.id].map.divisor);
        return count;
    }

    /// Vectors that a tile's sums take in registers, beside those of the columns and a few for the rest.
    [[nodiscard]] std::int64_t most_sums() const { return cpu_.vector_registers >= 32 ? 28 : 12; }

    /// Loads of a vector of positions, which begins anywhere: one that lies across the bound of two cache lines takes
    /// as long as four or five others (Emerald Rapids: 2.3 cycles).
    [[nodiscard]] double cost_of_positions() const {
        constexpr double cost_of_two_lines = 4.6, bytes_of_line = 64;
        const auto bytes = static_cast<double>(size_of(space_.at(roles_.root).type));
        const double across = bytes * static_cast<double>(lanes_ - 1) / bytes_of_line;
        return 1 + (cost_of_two_lines - 1) * across;
    }
    /// Of one step: a vector or a broadcast element of each operand. Where taps share them, of each tap a part.
    [[nodiscard]] double loads_of(const tile_choice &tile) const {
        std::int64_t rows_of_seen = 1, rows_of_other = 1;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k) {
            const axis_id a = roles_.row(k);
            (contains(space_.at(roles_.seen).free, a) ? rows_of_seen : rows_of_other) *= tile.rows[k];
        }
        auto seen = static_cast<double>(rows_of_seen);
        if (shares_elements(space_, cpu_, roles_, tile)) {
            const window_axis &w = *roles_.shared_window();
            const auto taps = static_cast<double>(space_[w.summed].bound);
            const auto steps = static_cast<double>(tile.rows[roles_.place_of_row(w.kept)]);
            seen *= (steps + taps - 1) / (steps * taps);
        }
        if (roles_.is_shared_column || roles_.has_position_column) seen *= static_cast<double>(tile.columns);
        if (roles_.has_position_column) return cost_of_positions() * seen + static_cast<double>(rows_of_other);
        return seen + static_cast<double>(rows_of_other * tile.columns);
    }

    /// Of a sum over positions, `unroll` of which are done side by side: positions next to each other and taps next to
    /// each other meet the same elements.
    struct met_elements {
        std::int64_t distinct = 0;  // of all steps
        std::int64_t shared = 0;    // by a step and the next one
    };
    [[nodiscard]] met_elements elements_of(const tile_choice &tile) const {
        const window_axis *w = roles_.shared_window();
        std::int64_t elements = 1, taps = 1, step = 1;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k)
            if (contains(space_.at(roles_.seen).free, roles_.row(k)))
                (w != nullptr && roles_.row(k) == w->kept ? taps : elements) *= tile.rows[k];
        if (w == nullptr) return {elements, 0};
        for (const index_term &t : space_[w->id].map.terms)
            if (t.axes.front() == w->summed) step = t.coefficient < 0 ? -t.coefficient : t.coefficient;
        step = std::min(step, taps);
        return {elements * (step * (tile.unroll - 1) + taps), tile.unroll > 1 ? elements * (taps - step) : 0};
    }
    [[nodiscard]] double loads_of_sum(const tile_choice &tile) const {
        auto seen = static_cast<double>(elements_of(tile).distinct);
        const std::int64_t vectors = tile.unroll * vectors_of_other(tile);
        if (roles_.is_shared_column) seen *= static_cast<double>(tile.columns);
        if (roles_.sums_by_lane()) seen *= cost_of_positions();
        return (seen + static_cast<double>(vectors)) / static_cast<double>(tile.unroll);
    }
    [[nodiscard]] std::int64_t vectors_of_other(const tile_choice &tile) const {
        std::int64_t vectors = tile.columns;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k)
            if (!contains(space_.at(roles_.seen).free, roles_.row(k))) vectors *= tile.rows[k];
        return vectors;
    }
    /// Whether sums, vectors of columns and elements have registers.
    [[nodiscard]] bool has_registers(const tile_choice &tile) const {
        if (!roles_.sums_positions) return tile.sums() + tile.columns <= most_sums() + 2;
        const std::int64_t elements = elements_of(tile).shared * (roles_.is_shared_column ? tile.columns : 1);
        const std::int64_t steps = roles_.sums_by_lane() ? 1 : tile.unroll;
        return tile.sums() + vectors_of_other(tile) * steps + elements + 2 <= cpu_.vector_registers;
    }

    /// As two multiplications and two loads a cycle and four cycles from one sum to the next allow it, and what each
    /// tile costs beside its sums.
    [[nodiscard]] double cycles_of(const tile_choice &tile, std::int64_t summed) const {
        const auto sums = static_cast<double>(tile.sums());
        const double loads = roles_.sums_positions ? loads_of_sum(tile) : loads_of(tile);
        const double step = std::max({sums, loads, 8.0}) / 2 + 0.06 * loads + 0.75 / static_cast<double>(tile.unroll);
        return step * static_cast<double>(summed) + 1.5 * sums + 12;
    }

    /// A sum over positions.
    [[nodiscard]] bool is_unrolled_by(std::int64_t steps) const {
        const window_axis *w = roles_.shared_window();
        return roles_.sums_positions && w != nullptr && w->summed >= 0 && space_[w->summed].bound % steps == 0;
    }

    const index_space &space_;
    const processor &cpu_;
    const convolution_roles &roles_;
    const std::int64_t lanes_;
};

}  // namespace

bool shares_elements(const index_space &space, const processor &cpu, const convolution_roles &roles,
                     const tile_choice &tile) {
    const window_axis *w = roles.shared_window();
    if (roles.sums_positions || w == nullptr || w->kept < 0 || w->summed < 0) return false;
    const auto &terms = space[w->id].map.terms;
    const bool are_neighbours = space[w->id].map.divisor == 1 && std::ranges::all_of(terms, [](const index_term &t) {
                                    return t.coefficient == 1 || t.coefficient == -1;
                                });
    const int row = roles.place_of_row(w->kept);
    if (!are_neighbours || row < 0 || row > 2) return false;
    const std::int64_t steps = tile.rows[row], taps = space[w->summed].bound;
    if (roles.has_position_column) return steps > 1 && tile.sums() + steps + 2 <= cpu.vector_registers;
    return tile.sums() == steps && steps + taps + 2 <= cpu.vector_registers;
}

tile_choice choose_tile(const index_space &space, const processor &cpu, const convolution_roles &roles) {
    return tile_chooser(space, cpu, roles).choose();
}

}  // namespace sylvite::generators
