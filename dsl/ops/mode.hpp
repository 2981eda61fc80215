// The marker of what training does differently, and what an expression is in one mode. No finished table has a marker:
// entries are resolved as they are added (network::entry), losses before they are differentiated (minimize).
#pragma once

#include <sylvite/dsl/ops/effect.hpp>

namespace sylvite::graph {

/// A side through which no adjoint flows: its operand is no number, but nothing to be added.
enum class absent_side : std::int64_t { none, training, evaluation };

/// How many elements a variance is taken of: `fixed` times the extents of these symbols (bit s - 1 for symbol s).
struct sampled {
    std::int64_t fixed = 0;  // 0: there is no variance
    std::uint32_t symbol_mask = 0;
};

/// The first operand in entries that train, the second in all others. `first_effect` and `effect_count`: assignments
/// (builder::effect) that join every entry which reaches the marker in training mode; they are written before it. They
/// have no value where `of` is a single element.
constexpr node_id by_mode(builder &b, node_id training, node_id evaluation, absent_side absent = absent_side::none,
                          std::uint32_t first_effect = 0, std::uint32_t effect_count = 0, sampled of = {}) {
    if (b[training].type != b[evaluation].type)
        fault::dtypes_do_not_match("by_mode", b[training].type, b[evaluation].type);
    if (b[training].dims != b[evaluation].dims)
        fault::shapes_do_not_match("by_mode", b.dims(training), b.dims(evaluation));
    if (training == evaluation && effect_count == 0) return training;
    b.modes().has_markers = true;
    if (effect_count != 0) b.modes().has_effects = true;
    node n;
    n.kind = op::by_mode;
    n.type = b[training].type;
    n.dims = b[training].dims;
    n.input_count = 2;
    n.inputs[0] = training;
    n.inputs[1] = evaluation;
    return b.add(n, {static_cast<std::int64_t>(absent), first_effect, effect_count, of.fixed, of.symbol_mask});
}

/// Copies what depends on a marker with the operand of one mode in its place, through builder::add: so it is simplified
/// and shared like any other expression. The adjoint that the other mode's operand would have got is not there at all:
/// what is linear in it vanishes, and 0 times infinity is no question.
class mode_resolver {
  public:
    constexpr mode_resolver(builder &b, mode in) : b_(b), mode_(in) {}

    constexpr node_id operator()(node_id wanted) {
        if (!b_.modes().has_markers) return wanted;
        find_needed(wanted);
        const std::uint32_t location_before = b_.current_location();
        const bool was_differentiating = b_.is_differentiating();
        list<node_id> &known = memo();
        for (node_id id = first_needed_; id <= wanted; ++id)
            if (known[id] == needed) known[id] = resolved(id);
        b_.set_location(location_before);
        b_.set_differentiating(was_differentiating);
        return is_absent(wanted) ? zero_like(wanted) : memo()[wanted];
    }

  private:
    static constexpr node_id absent = no_node - 1, needed = no_node - 2;

    [[nodiscard]] constexpr list<node_id> &memo() { return b_.modes().resolved[static_cast<int>(mode_)]; }
    [[nodiscard]] constexpr int side() const { return static_cast<int>(mode_); }
    [[nodiscard]] constexpr bool has_no_side(node_id marker) const {
        return b_.attributes(marker)[0] == static_cast<std::int64_t>(side() + 1);
    }
    constexpr bool is_absent(node_id id) { return memo()[id] == absent; }
    constexpr node_id zero_like(node_id id) {
        return broadcast_to(b_, constant(b_, b_[id].type, 0), shape(b_.dims(id)));
    }

    /// What the wanted node depends on in this mode and was not resolved before. So many steps as there are such nodes:
    /// an entry asks for each of its outputs and assignments.
    constexpr void find_needed(node_id wanted) {
        if (memo().size() <= wanted) memo().resize(wanted + 1, no_node);
        first_needed_ = wanted;
        needs_.clear();
        need(wanted);
        while (needs_.size() != 0) {
            const node_id id = needs_.back();
            needs_.pop_back();
            const node &n = b_[id];
            if (n.kind == op::by_mode) {
                if (!has_no_side(id)) need(n.inputs[side()]);
                continue;
            }
            for (int k = 0; k < n.input_count; ++k) need(n.inputs[k]);
        }
    }
    constexpr void need(node_id id) {
        if (memo()[id] != no_node) return;
        memo()[id] = needed;
        needs_.push_back(id);
        if (id < first_needed_) first_needed_ = id;
    }

    constexpr node_id resolved(node_id id) {
        node n = b_[id];
        if (n.kind == op::by_mode) return has_no_side(id) ? absent : memo()[n.inputs[side()]];
        bool changes = false, lacks[max_inputs] = {};
        for (int k = 0; k < n.input_count; ++k) {
            lacks[k] = is_absent(n.inputs[k]);
            changes = changes || memo()[n.inputs[k]] != n.inputs[k];
        }
        if (!changes) return id;
        if (vanishes(n, lacks)) return absent;
        b_.set_location(n.location);
        b_.set_differentiating(n.is_derivative);
        for (int k = 0; k < n.input_count; ++k) n.inputs[k] = lacks[k] ? zero_like(n.inputs[k]) : memo()[n.inputs[k]];
        std::int64_t attributes[max_attributes] = {};  // a copy: the pool moves as rules add to it
        const std::size_t count = n.attributes.count;
        for (std::size_t i = 0; i < count; ++i) attributes[i] = b_.attributes(n)[i];
        return b_.add(n, {attributes, count});
    }

    /// Whether the node is linear in what is absent.
    [[nodiscard]] constexpr bool vanishes(const node &n, const bool (&lacks)[max_inputs]) const {
        const auto is_zero = [&](int k) {
            const literal l = lacks[k] ? literal{true, 0} : literal_of(b_, n.inputs[k]);
            return l.known && l.value == 0;
        };
        switch (n.kind) {
            case op::negate:
            case op::cast:
            case op::divide:
            case op::reduce_sum:
            case op::reshape:
            case op::permute:
            case op::broadcast:
            case op::slice:
            case op::reverse:
            case op::slide:
            case op::element:
            case op::stop_gradient:
            case op::custom_gradient:
                return lacks[0];
            case op::stacked:
                return lacks[1];
            case op::multiply:
            case op::contraction:
                return lacks[0] || lacks[1];
            case op::add:
            case op::subtract:
                return lacks[0] && lacks[1];
            case op::select:
                return (lacks[1] || lacks[2]) && is_zero(1) && is_zero(2);
            case op::pad:
                return lacks[0] && b_.attributes(n)[0] == 0;
            case op::gather:
                return lacks[0] && b_.attributes(n)[1] == 0;
            case op::scatter_add:
                return lacks[1];
            default:
                return false;
        }
    }

    builder &b_;
    mode mode_;
    list<node_id> needs_;
    node_id first_needed_ = 0;
};

constexpr node_id resolve(builder &b, mode in, node_id id) { return mode_resolver(b, in)(id); }

}  // namespace sylvite::graph
