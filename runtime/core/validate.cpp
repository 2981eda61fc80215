#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/validate.hpp>
#include <sylvite/runtime/core/validate_calls.hpp>

namespace sylvite::core {

message &damaged(const program &code, message &why) noexcept {
    why.clear();
    return why << "the table of network '" << code.name << "' is damaged: ";
}

namespace {

constexpr std::int64_t most_elements = 0x7fffffff;  // Halide counts with 32 bits

class checker {
  public:
    checker(const program &code, message &why) noexcept : code_(code), why_(why) {}

    bool symbols() noexcept {
        if (code_.symbols.size() > 32) return fault() << "it has more than 32 symbols", false;
        for (const symbol &s : code_.symbols)
            if (s.bound < 1 || s.bound > most_elements) return fault() << "a symbol's bound is " << s.bound, false;
        return true;
    }

    bool tensors() noexcept {
        for (std::uint32_t i = 0; i < code_.tensors.size(); ++i)
            if (!tensor_is_sound(i, code_.tensors[i])) return false;
        return true;
    }

    bool entries() noexcept {
        for (const entry &e : code_.entries) {
            if ((e.symbol_mask & ~known_symbols()) != 0) return in(e) << "it uses a symbol that is not there", false;
            if (!calls_are_sound(code_, e, why_)) return false;
            if (e.prepared_calls > e.calls.size()) return in(e) << "it prepares more than it computes", false;
            for (const std::uint32_t i : e.inputs)
                if (i >= code_.tensors.size() || code_.tensors[i].what != role::input)
                    return in(e) << "tensor " << i << " is no input", false;
            for (const output &o : e.outputs)
                if (o.tensor >= code_.tensors.size()) return in(e) << "output '" << o.name << "' has no tensor", false;
            for (const metric &m : e.metrics) {
                if (m.tensor >= code_.tensors.size() || code_.tensors[m.tensor].type != f64 ||
                    code_.tensors[m.tensor].rank != 0)
                    return in(e) << "metric '" << m.name << "' is not an f64 scalar", false;
                if ((m.symbol_mask & ~known_symbols()) != 0)
                    return in(e) << "metric '" << m.name << "' uses a symbol that is not there", false;
            }
            for (const index_use &use : e.index_uses)
                if (!index_use_is_sound(e, use)) return false;
            for (const sample &s : e.samples)
                if (s.symbol_mask == 0 || (s.symbol_mask & ~e.symbol_mask) != 0)
                    return in(e) << "state '" << s.state << "' averages over a symbol that it does not use", false;
        }
        return true;
    }

  private:
    message &fault() noexcept { return damaged(code_, why_); }
    message &in(const entry &e) noexcept { return fault() << "entry '" << e.name << "': "; }

    [[nodiscard]] std::uint32_t known_symbols() const noexcept {
        return static_cast<std::uint32_t>((std::uint64_t{1} << code_.symbols.size()) - 1);
    }

    bool tensor_is_sound(std::uint32_t index, const tensor &t) noexcept {
        if (t.rank > max_tensor_rank || size_of(t.type) == 0)
            return fault() << "tensor " << index << " has no valid type", false;
        std::int64_t volume = 1;
        for (int axis = 0; axis < t.rank; ++axis) {
            const std::int64_t n = t.extents[axis];
            if (n < 1 || volume > most_elements / n)
                return fault() << "tensor " << index << " '" << t.name << "' is empty or too large", false;
            volume *= n;
            if (t.symbols[axis] > code_.symbols.size())
                return fault() << "tensor " << index << " uses a symbol that is not there", false;
            if (t.symbols[axis] != 0 && code_.symbols[t.symbols[axis] - 1u].bound > n)
                return fault() << "tensor " << index << " is smaller than its symbol's bound", false;
        }
        if (is_permuted(t)) {
            std::uint32_t there = 0;
            for (int axis = 0; axis < t.rank; ++axis)
                if (t.axes[axis] < t.rank) there |= 1u << t.axes[axis];
            if (t.what != role::intermediate || there != (1u << t.rank) - 1u)
                return fault() << "tensor " << index << " '" << t.name << "' has no valid order of axes", false;
        }
        if (t.lies_in == space::device && code_.on == nullptr)
            return fault() << "tensor " << index << " '" << t.name << "' lies on a device, and it has none", false;
        if (t.what == role::input || t.what == role::part) return true;
        const std::uint64_t room = t.where == segment::persistent ? code_.persistent_bytes
                                   : t.lies_in == space::device   ? code_.on->workspace_bytes
                                                                  : code_.workspace_bytes;
        if (t.offset % segment_alignment != 0 || t.offset > room || bound_bytes(t) > room - t.offset)
            return fault() << "tensor " << index << " '" << t.name << "' does not lie in its segment", false;
        return true;
    }

    bool index_use_is_sound(const entry &e, const index_use &use) noexcept {
        if (use.tensor >= code_.tensors.size() || code_.tensors[use.tensor].what != role::input)
            return in(e) << "tensor " << use.tensor << ", whose range is to be checked, is no input", false;
        const tensor &t = code_.tensors[use.tensor];
        if (use.extent < 1 || use.symbol > code_.symbols.size())
            return in(e) << "input '" << t.name << "' has an impossible range", false;
        for (int axis = 0; axis < t.rank; ++axis) {
            const index_use::range &r = use.part[axis];
            if (r.count == 0) continue;
            if (t.symbols[axis] != 0 || r.begin < 0 || r.step < 1 || r.count < 0 || r.begin >= t.extents[axis] ||
                r.count - 1 > (t.extents[axis] - 1 - r.begin) / r.step)
                return in(e) << "input '" << t.name << "' has less than is to be checked", false;
        }
        return true;
    }

    const program &code_;
    message &why_;
};

}  // namespace

status validate(const program &code, message &why) noexcept {
    if (code.abi != abi_version) {
        why.clear();
        why << "the library of network '" << code.name << "' was generated for program ABI " << code.abi
            << ", this runtime has ABI " << abi_version;
        return status::wrong_abi;
    }
    checker check(code, why);
    return check.symbols() && check.tensors() && check.entries() ? status::ok : status::invalid_program;
}

}  // namespace sylvite::core
