// Values of a kernel that Funcs hold: what an expression reads in place of computing it where it stands.
#pragma once

#include <sylvite/generators/spec/heuristics.hpp>

#include <Halide.h>

#include <functional>
#include <map>
#include <vector>

namespace sylvite::generators {

using Halide::Expr;
using Halide::Func;
using Halide::Var;

class held_values;

/// The index expression of each axis, the values already emitted under them, and the Funcs to read from.
struct environment {
    std::vector<Expr> index;  // by axis_id; undefined where the axis has no meaning. A derived axis that has one takes
                              // it in place of its map's: it may be outside, then a guarded one has no element there
    held_values *held = nullptr;
    axis_id inside = -1;            // a guarded axis whose index is that of an element
    bool is_mostly_inside = false;  // guards are true for most of a loop: it is split where they are not
    std::map<value_id, Expr> memo;
};

/// How to read a held value under an environment.
using provider = std::function<Expr(const environment &)>;

/// Handed to whoever emits expressions, by way of the environment.
class held_values {
  public:
    /// Called when a value is needed that may be held (may_be_held), and nothing holds it yet: makes a Func that does,
    /// or gives nothing, and the value is computed where it stands.
    using maker = std::function<provider(value_id)>;

    held_values() = default;
    explicit held_values(maker make) : make_(std::move(make)) {}
    held_values(const held_values &) = delete;
    held_values &operator=(const held_values &) = delete;

    void hold(value_id id, provider by) { providers_[id] = std::move(by); }

    /// Null: nothing holds it.
    [[nodiscard]] const provider *find(value_id id, graph::op kind) {
        if (const auto known = providers_.find(id); known != providers_.end()) return &known->second;
        if (!may_be_held(kind) || !make_) return nullptr;
        provider made = make_(id);
        return made ? &providers_.emplace(id, std::move(made)).first->second : nullptr;
    }

  private:
    maker make_;
    std::map<value_id, provider> providers_;
};

}  // namespace sylvite::generators
