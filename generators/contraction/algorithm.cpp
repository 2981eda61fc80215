#include <sylvite/generators/contraction/algorithm.hpp>
#include <sylvite/generators/lowering/math.hpp>

namespace sylvite::generators {

contraction_family::algorithm_type contraction_family::algorithm_of(const schedule_type &chosen) {
    if (const auto *reduced = std::get_if<reduction_schedule>(&chosen)) return reduction_family::algorithm_of(*reduced);
    const auto &tiled = std::get<contraction_schedule>(chosen);
    return contraction_algorithm{.tile = tile_of(tiled),
                                 .few_rows = tiled.few_rows,
                                 .few = {.rows = static_cast<int>(tiled.few_tile_rows),
                                         .columns = static_cast<int>(tiled.few_tile_columns),
                                         .vector = static_cast<int>(tiled.vector),
                                         .dots = tiled.few_dots}};
}

std::shared_ptr<contraction_funcs> contraction_family::define(kernel &k, const algorithm_type &chosen) {
    auto funcs = std::make_shared<contraction_funcs>();
    if (const auto *order = std::get_if<summation>(&chosen)) {
        funcs->reduction = reduction_family::define(k, *order);
        return funcs;
    }
    const auto &by = std::get<contraction_algorithm>(chosen);
    funcs->roles = roles_of(k.space, by.tile.vector);
    const contraction_roles &roles = funcs->roles;
    std::optional<register_tile> few;
    if (by.few_rows > 0) {
        few.emplace(k, roles, by.few);
        funcs->few = few->funcs();
        funcs->are_few = k.extent(roles.row) <= static_cast<int>(by.few_rows);
    }
    const register_tile tile(k, roles, by.tile);
    funcs->tile = tile.funcs();
    const Halide::Type type = value_type(k.space.at(roles.root).type);
    held_values held([&](value_id id) -> provider {
        if (id != roles.root) return {};
        return [&](const environment &at) {
            const Expr many = tile.read(at);
            return math::cast(type, few ? Halide::select(funcs->are_few, few->read(at), many) : many);
        };
    });
    k.define_output(&held);
    return funcs;
}

}  // namespace sylvite::generators
