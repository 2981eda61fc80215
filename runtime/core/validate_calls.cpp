#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/validate_calls.hpp>

namespace sylvite::core {

namespace {

constexpr std::int64_t most_iterations = 0x7fffffff;

/// The repeats around a list of calls, the innermost first.
struct surroundings {
    std::uint32_t index;  // into program::repeats
    const surroundings *around;
};

class call_checker {
  public:
    call_checker(const program &code, const entry &e, message &why) noexcept : code_(code), entry_(e), why_(why) {}

    bool list(std::span<const call> calls, const surroundings *around) noexcept {
        for (std::uint32_t i = 0; i < calls.size(); ++i)
            if (!is_sound(calls, i, around)) return false;
        return true;
    }

  private:
    message &in(const call &c) noexcept {
        return damaged(code_, why_) << "entry '" << entry_.name << "': call '" << c.label << "' ";
    }

    bool is_sound(std::span<const call> calls, std::uint32_t index, const surroundings *around) noexcept {
        const call &c = calls[index];
        if (c.first_operand > code_.operands.size() || c.operand_count > code_.operands.size() - c.first_operand)
            return in(c) << "has operands that are not there", false;
        for (const operand &o : operands_of(c))
            if (!operand_is_sound(c, o, around)) return false;
        if (c.first_work > code_.works.size() || c.work_count > code_.works.size() - c.first_work)
            return in(c) << "has costs that are not there", false;
        for (const work &w : code_.works.subspan(c.first_work, c.work_count))
            for (const std::uint8_t s : w.symbols)
                if (s > code_.symbols.size()) return in(c) << "has costs of a symbol that is not there", false;
        if (c.scratch_bytes > code_.scratch_bytes)
            return in(c) << "needs more scratch than the program reserves", false;
        if (c.first_wait > code_.waits.size() || c.wait_count > code_.waits.size() - c.first_wait)
            return in(c) << "waits for calls that are not there", false;
        for (const std::uint32_t w : code_.waits.subspan(c.first_wait, c.wait_count))
            if (w >= index || calls[w].queue == c.queue)
                return in(c) << "waits for a call that is not an earlier one of another queue", false;
        switch (c.what) {
            case call::kind::kernel:
                return c.function != nullptr || (in(c) << "has no function", false);
            case call::kind::copy:
                return copy_is_sound(c);
            case call::kind::collective:
                return collective_is_sound(c);
            case call::kind::repeat:
                return repeat_is_sound(c, around);
        }
        return in(c) << "is of no known kind", false;
    }

    [[nodiscard]] std::span<const operand> operands_of(const call &c) const noexcept {
        return code_.operands.subspan(c.first_operand, c.operand_count);
    }

    bool operand_is_sound(const call &c, const operand &o, const surroundings *around) noexcept {
        bool is_there = false;
        switch (o.what) {
            case operand::kind::symbol:
                is_there = o.index < code_.symbols.size();
                break;
            case operand::kind::tensor:
                is_there = o.index < code_.tensors.size();
                if (is_there && code_.tensors[o.index].what == role::part && !is_moved(o.index, around))
                    return in(c) << "has part of a tensor outside of the repeat that moves it", false;
                break;
            case operand::kind::step_value:
                is_there = o.index < static_cast<std::uint32_t>(step_field::count_);
                break;
            case operand::kind::iteration:
                for (; around != nullptr && !is_there; around = around->around) is_there = around->index == o.index;
                break;
        }
        return is_there || (in(c) << "has an operand that is not there", false);
    }
    [[nodiscard]] bool is_moved(std::uint32_t tensor, const surroundings *around) const noexcept {
        for (; around != nullptr; around = around->around) {
            const repeat &r = code_.repeats[around->index];
            for (const moving &m : code_.movings.subspan(r.first_moving, r.moving_count))
                if (m.tensor == tensor) return true;
        }
        return false;
    }

    bool copy_is_sound(const call &c) noexcept {
        const auto o = operands_of(c);
        if (o.size() != 2 || o[0].what != operand::kind::tensor || o[1].what != operand::kind::tensor)
            return in(c) << "copies, and has not two tensors", false;
        const tensor &from = code_.tensors[o[0].index], &to = code_.tensors[o[1].index];
        bool same = from.type == to.type && from.rank == to.rank;
        for (int axis = 0; same && axis < from.rank; ++axis)
            same = from.extents[axis] == to.extents[axis] && from.symbols[axis] == to.symbols[axis];
        return same || (in(c) << "copies between tensors that differ in type or extents", false);
    }

    bool collective_is_sound(const call &c) noexcept {
        if (c.detail >= code_.collectives.size()) return in(c) << "is a collective that is not there", false;
        if (c.operand_count == 0) return in(c) << "is a collective of nothing", false;
        for (const operand &o : operands_of(c))
            if (o.what != operand::kind::tensor)
                return in(c) << "is a collective of something else than tensors", false;
        return true;
    }

    bool repeat_is_sound(const call &c, const surroundings *around) noexcept {
        if (c.detail >= code_.repeats.size()) return in(c) << "repeats what is not there", false;
        if (around != nullptr && c.detail >= around->index) return in(c) << "repeats what it stands in itself", false;
        const repeat &r = code_.repeats[c.detail];
        if (r.symbol > code_.symbols.size() || r.count < 0 || r.count > most_iterations ||
            (r.symbol != 0 && code_.symbols[r.symbol - 1u].bound > r.count))
            return in(c) << "repeats an impossible number of times", false;
        if (r.first_moving > code_.movings.size() || r.moving_count > code_.movings.size() - r.first_moving)
            return in(c) << "moves what is not there", false;
        const surroundings within{c.detail, around};
        for (const moving &m : code_.movings.subspan(r.first_moving, r.moving_count))
            if (!moving_is_sound(c, r, m, &within)) return false;
        return list(r.body, &within);
    }

    bool moving_is_sound(const call &c, const repeat &r, const moving &m, const surroundings *around) noexcept {
        if (m.tensor >= code_.tensors.size() || m.of >= code_.tensors.size() ||
            code_.tensors[m.tensor].what != role::part || m.of == m.tensor)
            return in(c) << "moves what is no part of another tensor", false;
        const tensor &part = code_.tensors[m.tensor], &whole = code_.tensors[m.of];
        if (whole.what == role::part && !is_moved(m.of, around->around))
            return in(c) << "moves a part of a part that no repeat around it moves", false;
        std::uint64_t stride = m.stride;
        for (const std::uint8_t s : m.symbols) {
            if (s > code_.symbols.size()) return in(c) << "moves by a symbol that is not there", false;
            if (s != 0) stride *= static_cast<std::uint64_t>(code_.symbols[s - 1u].bound);
        }
        // The largest step is one less than the period, or the last iteration's.
        const std::uint64_t last =
            r.count == 0 ? 0 : (m.period != 0 ? m.period - 1u : static_cast<std::uint64_t>(r.count) - 1 + m.phase);
        const std::uint64_t room = bound_bytes(whole), part_bytes = bound_bytes(part);
        const bool fits = m.offset <= room && part_bytes <= room - m.offset &&
                          (last == 0 || stride <= (room - m.offset - part_bytes) / last);
        if (!fits || m.offset % size_of(part.type) != 0 || m.stride % size_of(part.type) != 0)
            return in(c) << "moves a part out of tensor " << m.of, false;
        return true;
    }

    const program &code_;
    const entry &entry_;
    message &why_;
};

}  // namespace

bool calls_are_sound(const program &code, const entry &e, message &why) noexcept {
    return call_checker(code, e, why).list(e.calls, nullptr);
}

}  // namespace sylvite::core
