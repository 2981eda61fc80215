#include <sylvite/generators/convolution/family.hpp>
#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

struct tile_choice {
    std::int64_t columns = 1;  // vectors
    std::int64_t rows[3] = {1, 1, 1};
    std::int64_t unroll = 1;
};

class choice {
  public:
    choice(const index_space &space, const processor &cpu, const convolution_roles &roles)
        : space_(space), cpu_(cpu), roles_(roles), lanes_(lanes_of(space, cpu)) {}

    convolution_schedule choose() {
        s_.vector = lanes_;
        const tile_choice tile = choose_tile();
        s_.columns = tile.columns * lanes_;
        s_.tile_0 = tile.rows[0];
        s_.tile_1 = tile.rows[1];
        s_.tile_2 = tile.rows[2];
        s_.copies_windows = must_copy();
        s_.packs_columns = must_pack();
        s_.taps_inside = shares_elements(tile);
        s_.unroll = roles_.sums_positions ? tile.unroll : choose_unroll(sums_of(tile));
        choose_blocks();
        if (roles_.sums_positions) choose_parts();
        s_.parallel = work() >= (std::int64_t{1} << 19);
        return s_;
    }

  private:
    [[nodiscard]] std::int64_t work() const {
        return space_.volume(space_.at(roles_.root).free) * space_.volume(roles_.summed);
    }
    /// Steps along a row: of a strided adjoint those of one phase.
    /// A tile of several images has a copy of each, which is worth it where an image has few positions.
    [[nodiscard]] std::int64_t steps(std::size_t k) const {
        if (k >= roles_.rows.size()) return 1;
        const axis_id a = row(k);
        const window_axis *w = roles_.window_of(a);
        if (!roles_.sums_positions && w == nullptr && contains(space_.at(roles_.seen).free, a) && positions() >= 6)
            return 1;
        return parts_of(space_[a].bound, w == nullptr ? 1 : space_[w->id].map.divisor);
    }

    [[nodiscard]] std::int64_t positions() const {
        std::int64_t count = 1;
        for (const window_axis &w : roles_.windows)
            if (w.kept >= 0) count *= parts_of(space_[w.kept].bound, space_[w.id].map.divisor);
        return count;
    }

    /// Vectors that a tile's sums take in registers, beside those of the columns and a few for the rest.
    [[nodiscard]] std::int64_t most_sums() const { return cpu_.vector_registers >= 32 ? 28 : 12; }

    /// Whether a tile along a row of positions has elements in registers that several taps multiply, one vector each:
    /// then one load serves them all.
    [[nodiscard]] bool shares_elements(const tile_choice &tile) const {
        const window_axis &w = roles_.windows.back();
        if (roles_.sums_positions || w.kept < 0 || w.summed < 0 || roles_.rows.back() != w.kept) return false;
        const auto &terms = space_[w.id].map.terms;
        const bool are_neighbours =
            space_[w.id].map.divisor == 1 &&
            std::ranges::all_of(terms, [](const index_term &t) { return t.coefficient == 1 || t.coefficient == -1; });
        return are_neighbours && tile.columns == 1 && tile.rows[1] == 1 && tile.rows[2] == 1 &&
               tile.rows[0] + space_[w.summed].bound + 2 <= cpu_.vector_registers;
    }

    /// Of one step: a vector or a broadcast element of each operand. Vectors of positions lie across the bounds of
    /// cache lines, which costs as much as two.
    [[nodiscard]] double loads_of(const tile_choice &tile) const {
        std::int64_t of_seen = 1, of_other = 1;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k) {
            const axis_id a = row(k);
            (contains(space_.at(roles_.seen).free, a) ? of_seen : of_other) *= tile.rows[k];
        }
        if (roles_.has_position_column) return static_cast<double>(2 * of_seen * tile.columns + of_other);
        const std::int64_t vectors = of_other * tile.columns;
        if (roles_.is_shared_column) return static_cast<double>(of_seen * tile.columns + vectors);
        if (!shares_elements(tile)) return static_cast<double>(of_seen + vectors);
        const auto taps = static_cast<double>(space_[roles_.windows.back().summed].bound);
        return (static_cast<double>(of_seen) + taps - 1) / taps + static_cast<double>(vectors);
    }

    /// Of a sum over positions, `unroll` of which are done side by side: positions next to each other and taps next to
    /// each other meet the same elements.
    struct met_elements {
        std::int64_t distinct = 0;  // of all steps
        std::int64_t shared = 0;    // by a step and the next one
    };
    [[nodiscard]] met_elements elements_of(const tile_choice &tile) const {
        const window_axis &w = roles_.windows.back();
        std::int64_t elements = 1, taps = 1, step = 1;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k)
            (row(k) == w.kept ? taps : elements) *= tile.rows[k];
        for (const index_term &t : space_[w.id].map.terms)
            if (t.axes.front() == w.summed) step = t.coefficient < 0 ? -t.coefficient : t.coefficient;
        step = std::min(step, taps);
        return {elements * (step * (tile.unroll - 1) + taps), tile.unroll > 1 ? elements * (taps - step) : 0};
    }
    [[nodiscard]] double loads_of_sum(const tile_choice &tile) const {
        const std::int64_t seen = elements_of(tile).distinct, vectors = tile.unroll * tile.columns;
        const std::int64_t loads = roles_.is_shared_column ? seen * tile.columns + vectors : seen + vectors;
        return static_cast<double>(loads) / static_cast<double>(tile.unroll);
    }
    /// Whether sums, vectors of columns and elements have registers.
    [[nodiscard]] bool has_registers(const tile_choice &tile) const {
        if (!roles_.sums_positions) return sums_of(tile) + tile.columns <= most_sums() + 2;
        const std::int64_t elements = elements_of(tile).shared * (roles_.is_shared_column ? tile.columns : 1);
        return sums_of(tile) + tile.columns * tile.unroll + elements + 2 <= cpu_.vector_registers;
    }
    [[nodiscard]] static std::int64_t sums_of(const tile_choice &tile) {
        return tile.columns * tile.rows[0] * tile.rows[1] * tile.rows[2];
    }
    [[nodiscard]] axis_id row(std::size_t k) const { return roles_.rows[roles_.rows.size() - 1 - k]; }

    /// As two multiplications and two loads a cycle and four cycles from one sum to the next allow it, and what each
    /// tile costs beside its sums.
    [[nodiscard]] double cycles_of(const tile_choice &tile, std::int64_t summed) const {
        const auto sums = static_cast<double>(sums_of(tile));
        const double loads = roles_.sums_positions ? loads_of_sum(tile) : loads_of(tile);
        const double step = std::max({sums, loads, 8.0}) / 2 + 0.06 * loads + 0.75 / static_cast<double>(tile.unroll);
        return step * static_cast<double>(summed) + 1.5 * sums + 12;
    }

    /// Of all tiles the one with the fewest cycles; of equal ones that which is longest along memory.
    [[nodiscard]] tile_choice choose_tile() const {
        const std::int64_t vectors = parts_of(space_[roles_.column].bound, lanes_);
        const std::int64_t summed = std::min<std::int64_t>(space_.volume(roles_.summed), 512);
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
    /// A sum over positions.
    [[nodiscard]] bool is_unrolled_by(std::int64_t steps) const {
        const axis_id positions = roles_.windows.back().summed;
        return roles_.sums_positions && positions >= 0 && space_[positions].bound % steps == 0;
    }

    [[nodiscard]] bool is_plain(value_id id) const { return space_.at(id).kind == graph::op::argument; }
    [[nodiscard]] bool must_copy() const {
        if (roles_.has_position_column &&
            (space_[roles_.column].bound % s_.columns != 0 || main_stride(space_, roles_.seen, roles_.column) != 1))
            return true;
        return !is_plain(roles_.seen) ||
               std::ranges::any_of(roles_.windows, [&](const window_axis &w) { return space_[w.id].map.is_guarded; });
    }
    /// Panels of columns that lie side by side are read where they are.
    [[nodiscard]] bool must_pack() const {
        if (roles_.has_position_column) return false;
        return !is_plain(roles_.other) || space_[roles_.column].bound % s_.columns != 0 ||
               main_stride(space_, roles_.other, roles_.column) != 1;
    }

    [[nodiscard]] std::int64_t choose_unroll(std::int64_t sums) const {
        const axis_id inner = summed_axes(roles_, s_).back();
        if (s_.taps_inside) return space_[inner].bound;
        const std::int64_t count = space_[inner].bound, most = std::max<std::int64_t>(1, 64 / sums);
        if (count <= most) return count;
        std::int64_t unroll = most;
        while (unroll > 1 && count % unroll != 0) --unroll;
        return unroll;
    }

    std::int64_t &block(std::size_t k) { return k == 0 ? s_.block_0 : k == 1 ? s_.block_1 : s_.block_2; }
    /// The size of a tile along the position of the k-th window from the inside.
    [[nodiscard]] std::int64_t tile_of_position(axis_id a) const {
        const auto row = std::ranges::find(roles_.rows, a);
        return row == roles_.rows.end() ? 1 : tile_along(s_, static_cast<std::size_t>(roles_.rows.end() - row) - 1);
    }
    /// As many positions as the second cache has room for beside the panels, whole rows first; and of results in a few
    /// images no more than makes tasks for many processors.
    void choose_blocks() {
        const std::size_t count = std::min<std::size_t>(roles_.windows.size(), 3);
        std::int64_t wholes[3] = {1, 1, 1}, tiles[3] = {1, 1, 1}, positions = 1;
        for (std::size_t k = 0; k < count; ++k) {
            const window_axis &w = roles_.windows[roles_.windows.size() - 1 - k];
            const axis_id a = roles_.position_of(w);
            if (a < 0 || (roles_.has_position_column && a == roles_.column)) continue;
            tiles[k] = tile_of_position(a);
            wholes[k] =
                round_up(parts_of(space_[a].bound, roles_.sums_positions ? 1 : space_[w.id].map.divisor), tiles[k]);
            positions *= space_[a].bound;
            block(k) = wholes[k];
        }
        const std::int64_t most_bytes = std::min<std::int64_t>(usual_stack / 2, cpu_.l2_bytes / 4);
        std::int64_t tasks = roles_.sums_positions ? 1 << 20 : work() / std::max<std::int64_t>(1, block_work());
        for (std::size_t k = count; k-- > 0;)
            while (block(k) > tiles[k] &&
                   (stack_bytes() > most_bytes || (tasks < 16 && block_work() > std::int64_t{1} << 19))) {
                const std::int64_t before = block(k);
                block(k) = round_up(parts_of(before, 2), tiles[k]);
                if (block(k) == before) break;
                tasks = roles_.sums_positions ? tasks : work() / std::max<std::int64_t>(1, block_work());
            }
    }
    [[nodiscard]] std::int64_t stack_bytes() const { return stack_of(convolution_family::storage(space_, s_)); }
    /// Multiplications of one block of results.
    [[nodiscard]] std::int64_t block_work() const {
        std::int64_t n = space_.volume(roles_.summed) * space_[roles_.column].bound;
        for (const axis_id a : roles_.rows) {
            const window_axis *w = roles_.window_of(a);
            n *= w == nullptr
                     ? block_along(space_, roles_, s_, a)
                     : std::min(space_[a].bound, block_along(space_, roles_, s_, a) * space_[w->id].map.divisor);
        }
        return n;
    }

    /// Adding the parts costs a load for each result and part; a part's own sums should be many more.
    void choose_parts() {
        constexpr std::int64_t most_parts = 16, most_bytes = std::int64_t{16} << 20;
        const std::int64_t results = space_.volume(space_.at(roles_.root).free);
        std::int64_t shared = 1;  // blocks of the outermost sum
        for (const axis_id a : roles_.summed)
            if (roles_.window_of(a) == nullptr) {
                shared = space_[a].bound;
                break;
            }
        if (shared == 1) {
            const axis_id a = roles_.summed.front();
            shared = parts_of(space_[a].bound, block_along(space_, roles_, s_, a));
        }
        s_.parts = std::clamp<std::int64_t>(space_.volume(roles_.summed) / 256, 1, most_parts);
        s_.parts = std::min({s_.parts, shared, std::max<std::int64_t>(1, most_bytes / (results * 4))});
        s_.panel_tasks = s_.parts < 8;
    }

    const index_space &space_;
    const processor &cpu_;
    const convolution_roles &roles_;
    const std::int64_t lanes_;
    convolution_schedule s_;
};

}  // namespace

convolution_family::schedule_type convolution_family::choose(const index_space &space, const processor &cpu) {
    const convolution_roles roles = convolution_roles_of(space, lanes_of(space, cpu));
    if (roles.fits) return choice(space, cpu, roles).choose();
    return std::visit([](const auto &s) -> schedule_type { return s; }, contraction_family::choose(space, cpu));
}

}  // namespace sylvite::generators
