#include <sylvite/generators/lowering/domain.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/scatter/algorithm.hpp>

#include <stdexcept>

namespace sylvite::generators {

std::shared_ptr<scatter_funcs> scatter_family::define(kernel &k, const scatter_ranges &by) {
    const value &v = k.space.at(k.space.outputs().front());
    if (v.kind != graph::op::scatter_add || k.space.outputs().size() != 1 || k.is_in_place())
        throw std::runtime_error("kernel spec: a kernel of the family scatter is one scatter_add with a result of its "
                                 "own");
    Func &f = k.output();
    f(k.vars()) = Halide::Internal::make_zero(storage_type(v.type));

    // f(..., index, ...) += update, for those in range and in the task's range of rows.
    environment where = k.output_environment();
    Halide::Region bounds;
    for (std::size_t i = v.axes.size(); i-- > 0;) bounds.emplace_back(0, k.extent(v.axes[i]));
    const int ranges = static_cast<int>(by.ranges);
    if (ranges > 1) bounds.emplace_back(0, ranges);
    if (bounds.empty()) bounds.emplace_back(0, 1);
    Halide::RDom domain(bounds, "indices");
    for (std::size_t i = 0; i < v.axes.size(); ++i)
        where.index[static_cast<std::size_t>(v.axes[i])] = domain[static_cast<int>(v.axes.size() - 1 - i)];
    const Expr index = k.emit(v.inputs[0], where);
    const Expr rows = v.into.empty() ? Expr(1) : k.extent(v.into.front());
    domain.where(index >= 0 && index < rows);
    if (ranges > 1) {
        const Expr size = (rows + (ranges - 1)) / ranges, task = domain[domain.dimensions() - 1];
        domain.where(index >= task * size && index < (task + 1) * size);
    }
    const auto axes = k.space.output_axes();
    std::vector<Expr> place(k.vars().begin(), k.vars().end());
    for (std::size_t i = 0; i < axes.size(); ++i)
        if (contains(v.into, axes[i])) place[axes.size() - 1 - i] = Halide::clamp(index, 0, rows - 1);
    f(place) = math::add(f(place), over(domain, k.emit(v.inputs[1], where)));
    k.describe_output_buffers();
    return std::make_shared<scatter_funcs>(scatter_funcs{domain, ranges > 1});
}

}  // namespace sylvite::generators
