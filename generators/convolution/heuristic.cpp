#include <sylvite/generators/convolution/family.hpp>
#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

struct tile_choice {
    std::int64_t columns = 1;  // vectors
    std::int64_t rows[3] = {1, 1, 1};
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
        const std::int64_t sums = tile.columns * tile.rows[0] * tile.rows[1] * tile.rows[2];
        s_.unroll = choose_unroll(sums);
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
    [[nodiscard]] std::int64_t steps(std::size_t k) const {
        if (k >= roles_.rows.size()) return 1;
        const axis_id a = roles_.rows[roles_.rows.size() - 1 - k];
        const window_axis *w = roles_.window_of(a);
        return parts_of(space_[a].bound, w == nullptr ? 1 : space_[w->id].map.divisor);
    }

    /// Vectors that a tile's sums take in registers, beside those of the columns and a few for the rest.
    [[nodiscard]] std::int64_t most_sums() const { return cpu_.vector_registers >= 32 ? 28 : 12; }

    /// Of one step: a vector or a broadcast element of each operand. Vectors of positions lie across the bounds of
    /// cache lines, which costs as much as two.
    [[nodiscard]] std::int64_t loads_of(const tile_choice &tile) const {
        std::int64_t of_seen = 1, of_other = 1;
        for (std::size_t k = 0; k < 3 && k < roles_.rows.size(); ++k) {
            const axis_id a = roles_.rows[roles_.rows.size() - 1 - k];
            (contains(space_.at(roles_.seen).free, a) ? of_seen : of_other) *= tile.rows[k];
        }
        if (roles_.has_position_column) return 2 * of_seen * tile.columns + of_other;
        return (roles_.is_shared_column ? of_seen * tile.columns : of_seen) + of_other * tile.columns;
    }

    /// Of all tiles the one with the fewest cycles, as two multiplications and two loads a cycle and four cycles from
    /// one sum to the next allow them.
    [[nodiscard]] tile_choice choose_tile() const {
        const std::int64_t vectors = parts_of(space_[roles_.column].bound, lanes_);
        const std::int64_t summed = std::min<std::int64_t>(space_.volume(roles_.summed), 512);
        tile_choice best;
        double least = 0;
        // Of equal ones the tile that is longest along memory.
        for (std::int64_t c = 1; c <= std::min<std::int64_t>(vectors, 4); ++c)
            for (std::int64_t a = std::min(steps(0), most_sums() / c); a >= 1; --a)
                for (std::int64_t b = std::min(steps(1), most_sums() / c / a); b >= 1; --b)
                    for (std::int64_t d = std::min(steps(2), most_sums() / c / a / b); d >= 1; --d) {
                        const std::int64_t sums = c * a * b * d, loads = loads_of({c, {a, b, d}});
                        const double step = static_cast<double>(std::max<std::int64_t>({sums, loads, 8})) / 2;
                        const double each = step * static_cast<double>(summed) + 1.5 * static_cast<double>(sums) + 12;
                        const double all = each * static_cast<double>(parts_of(vectors, c) * parts_of(steps(0), a) *
                                                                      parts_of(steps(1), b) * parts_of(steps(2), d));
                        if (least == 0 || all < least * 0.999) {
                            least = all;
                            best = {c, {a, b, d}};
                        }
                    }
        return best;
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
        axis_id inner = roles_.summed.back();
        if (roles_.sums_positions)
            for (const axis_id a : roles_.summed)
                if (roles_.window_of(a) != nullptr) inner = a;
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
        s_.parts = std::clamp<std::int64_t>(space_.volume(roles_.summed) / 64, 1, most_parts);
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
