#include <sylvite/generators/convolution/family.hpp>
#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/convolution/tile_choice.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

class choice {
  public:
    choice(const index_space &space, const processor &cpu, const convolution_roles &roles)
        : space_(space), cpu_(cpu), roles_(roles), lanes_(lanes_of(space, cpu)) {}

    convolution_schedule choose() {
        s_.vector = lanes_;
        const tile_choice tile = choose_tile(space_, cpu_, roles_);
        s_.columns = tile.columns * lanes_;
        s_.tile_0 = tile.rows[0];
        s_.tile_1 = tile.rows[1];
        s_.tile_2 = tile.rows[2];
        s_.copies_windows = must_copy();
        s_.packs_columns = must_pack();
        s_.taps_inside = shares_elements(space_, cpu_, roles_, tile);
        s_.unroll = roles_.sums_positions ? tile.unroll : choose_unroll(tile.sums());
        choose_blocks();
        if (roles_.sums_by_lane() && !s_.packs_columns && space_[roles_.column].bound % s_.block_0 != 0) {
            s_.packs_columns = true;
            choose_blocks();
        }
        if (roles_.sums_positions) choose_parts();
        s_.parallel = work() >= (std::int64_t{1} << 19);
        return s_;
    }

  private:
    [[nodiscard]] std::int64_t work() const {
        return space_.volume(space_.at(roles_.root).free) * space_.volume(roles_.summed);
    }
    [[nodiscard]] bool is_plain(value_id id) const { return space_.at(id).kind == graph::op::argument; }
    [[nodiscard]] bool must_copy() const {
        if (roles_.has_position_column &&
            (space_[roles_.column].bound % s_.columns != 0 || main_stride(space_, roles_.seen, roles_.column) != 1))
            return true;
        if (is_depthwise(roles_)) return !is_plain(roles_.seen);  // a copy takes as long as the sums
        return !is_plain(roles_.seen) ||
               std::ranges::any_of(roles_.windows, [&](const window_axis &w) { return space_[w.id].map.is_guarded; });
    }
    /// Panels of columns that lie side by side are read where they are.
    [[nodiscard]] bool must_pack() const {
        if (roles_.has_position_column && !roles_.sums_positions) return false;
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
        const int row = roles_.place_of_row(a);
        return row < 0 ? 1 : tile_along(s_, static_cast<std::size_t>(row));
    }
    /// As many positions as the second cache has room for beside the panels, whole rows first; and of results in a few
    /// images no more than makes tasks for many processors.
    void choose_blocks() {
        const std::size_t count = std::min<std::size_t>(roles_.windows.size(), 3);
        std::int64_t tiles[3] = {1, 1, 1};
        for (std::size_t k = 0; k < count; ++k) {
            const axis_id a = roles_.position_of(roles_.window(k));
            const bool is_column = roles_.has_position_column && a == roles_.column;
            if (a < 0 || (is_column && !roles_.sums_positions)) continue;
            tiles[k] = is_column ? s_.columns : tile_of_position(a);
            block(k) = round_up(parts_of(space_[a].bound, divisor_of(space_, roles_, a)), tiles[k]);
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
    [[nodiscard]] std::int64_t stack_bytes() const { return stack_of(stored_funcs(space_, roles_, s_)); }
    /// Multiplications of one block of results.
    [[nodiscard]] std::int64_t block_work() const {
        std::int64_t n = space_.volume(roles_.summed) * space_[roles_.column].bound;
        for (const axis_id a : roles_.rows) {
            const std::int64_t all = block_along(space_, roles_, s_, a) * divisor_of(space_, roles_, a);
            n *= roles_.window_of(a) == nullptr ? all : std::min(space_[a].bound, all);
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
        s_.panel_tasks = s_.parts < 8 && !roles_.sums_by_lane();
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
    if (roles.fits) {
        const convolution_schedule chosen = choice(space, cpu, roles).choose();
        // So many channels that not even the smallest block has room.
        if (stack_of(stored_funcs(space, roles, chosen)) <= most_stack) return chosen;
    }
    return std::visit([](const auto &s) -> schedule_type { return s; }, contraction_family::choose(space, cpu));
}

}  // namespace sylvite::generators
