#include <sylvite/generators/lowering/random_block.hpp>
#include <sylvite/generators/lowering/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// A run of one random value. Its first element may stand anywhere in a group: numbers are kept from the group's first
/// on, at places from 0.
class held_run {
  public:
    held_run(kernel &k, value_id id, const random_run &run) : k_(k), id_(id), run_(run) {
        const value &v = k.space.at(id);
        outer_.assign(v.axes.begin(), v.axes.end() - static_cast<std::ptrdiff_t>(run.axes.size()));
        std::int64_t length = k.space.volume(run.axes);
        if (run.stretch > 0) length = std::min(length, run.stretch);
        most_ = round_up(length, random_group) + random_group;
    }

    random_block define() const {
        environment where = k_.empty_environment();
        const Var place("place"), stretch("stretch_of_numbers");
        std::vector<Var> args{place};
        if (run_.stretch > 0) args.push_back(stretch);
        k_.bind(where, outer_, args, "numbers_axis");
        const Expr group = first(where, stretch) / random_group * random_group;
        Func f("random" + std::to_string(id_));
        f(args) = k_.random_number_at(id_, group + place);
        return {f, place, most_};
    }

    [[nodiscard]] Expr read(const Func &numbers, const environment &at) const {
        environment where = at;
        Expr within = 0;
        for (const axis_id a : run_.axes) within = within * k_.extent(a) + at.index[static_cast<std::size_t>(a)];
        const Expr stretch = run_.stretch > 0 ? within / length() : Expr(0);
        if (run_.stretch > 0) within = within % length();
        const Expr place = within + first(where, stretch) % random_group;
        // The bounds are known anyway; Halide has to see them.
        std::vector<Expr> args{Halide::clamp(place, 0, static_cast<int>(most_ - 1))};
        if (run_.stretch > 0) args.push_back(stretch);
        for (const Expr &e : k_.at(at, outer_)) args.push_back(e);
        return numbers(args);
    }

  private:
    [[nodiscard]] int length() const { return static_cast<int>(run_.stretch); }
    /// The index of the run's first element.
    [[nodiscard]] Expr first(environment &where, const Expr &stretch) const {
        for (const axis_id a : run_.axes) where.index[static_cast<std::size_t>(a)] = 0;
        if (run_.stretch > 0) where.index[static_cast<std::size_t>(run_.axes.back())] = stretch * length();
        return k_.random_index(k_.space.at(id_), where);
    }

    kernel &k_;
    value_id id_;
    random_run run_;
    std::vector<axis_id> outer_;
    std::int64_t most_ = 0;
};

bool ends_with(const kernel &k, const std::vector<axis_id> &axes, const std::vector<axis_id> &inner) {
    if (inner.empty() || axes.size() < inner.size() || !std::equal(inner.rbegin(), inner.rend(), axes.rbegin()))
        return false;
    return std::none_of(axes.begin(), axes.end(), [&](axis_id a) { return k.space[a].is_derived; });
}

}  // namespace

std::vector<random_block> hold_random_numbers(kernel &k, held_values &held, const random_run &run) {
    std::vector<random_block> blocks;
    for (value_id id = 0; id < static_cast<value_id>(k.space.values().size()); ++id) {
        const value &v = k.space.at(id);
        const bool is_run = v.kind == graph::op::random && ends_with(k, v.axes, run.axes);
        if (!is_run || k.space.volume(run.axes) < random_group) continue;
        const held_run numbers(k, id, run);
        random_block block = numbers.define();
        held.hold(id, [numbers, f = block.numbers](const environment &at) { return numbers.read(f, at); });
        blocks.push_back(std::move(block));
    }
    return blocks;
}

void schedule_random_block(random_block &block, const Func &reader, const Var &loop, int lanes) {
    const Var inside("inside"), lane("lane");
    Func &f = block.numbers;
    f.compute_at(reader, loop).align_bounds(block.place, random_group);
    stored_func memory{.where = stored_func::place::stack, .extents = {block.most}};
    const std::vector<Var> args = f.args();
    for (std::size_t i = 1; i < args.size(); ++i) {
        f.bound_extent(args[i], 1);
        memory.extents.push_back(1);
    }
    keep(f, memory);
    f.split(block.place, block.place, inside, random_group)
        .split(inside, inside, lane, std::min(lanes, random_group))
        .vectorize(lane)
        .unroll(inside);
}

}  // namespace sylvite::generators
