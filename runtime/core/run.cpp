// How an instance runs an entry, call by call.
#include <sylvite/runtime/core/finite.hpp>
#include <sylvite/runtime/core/instance.hpp>

#include <cstring>

namespace sylvite::core {

std::uint32_t instance::calls_done(std::uint32_t index) const noexcept {
    return index < 64 && (prepared_ >> index & 1u) != 0 ? code_->entries[index].prepared_calls : 0;
}

void instance::note_prepared(std::uint32_t index, bool is_complete) noexcept {
    const entry &e = code_->entries[index];
    if (e.changes_prepared) prepared_ = 0;
    if (keeps_prepared_ && is_complete && e.prepared_calls != 0 && index < 64) prepared_ |= std::uint64_t{1} << index;
}

template <class StopAfter>
status instance::run_calls(std::uint32_t index, StopAfter stop_after) noexcept {
    const entry &e = code_->entries[index];
    void **arguments = views_.arguments(index);
    const context_scope scope(&context_);
    status result = status::ok;
    context_.trace(trace_mark::step_begins, index);
    std::uint32_t i = 0;
    for (const std::uint32_t done = calls_done(index); i < done; ++i) arguments += 1 + e.calls[i].operand_count;
    for (; i < e.calls.size(); ++i) {
        const call &c = e.calls[i];
        context_.trace(trace_mark::call_begins, i);
        result = run_call(e, c, arguments);
        context_.trace(trace_mark::call_ends, i);
        if (result != status::ok || stop_after(c)) break;
        arguments += 1 + c.operand_count;
    }
    note_prepared(index, i == e.calls.size());
    context_.trace(trace_mark::step_ends, index);
    return result;
}

status instance::run(std::uint32_t index) noexcept {
    if (const status s = check_entry(index); s != status::ok) return s;
    const status result = run_calls(index, [](const call &) noexcept { return false; });
    if (result == status::ok && code_->entries[index].draws) views_.end_step();
    return result;
}

status instance::run_call(const entry &e, const call &c, void **arguments) noexcept {
    if (c.what == call::kind::kernel) [[likely]]
        return run_kernel(e, c, arguments);
    if (c.what == call::kind::repeat) return run_repeat(e, c.detail);
    copy(code_->operands[c.first_operand].index, code_->operands[c.first_operand + 1].index);
    return status::ok;
}

status instance::run_kernel(const entry &e, const call &c, void **arguments) noexcept {
    context_.scratch.reset();
    const int result = c.function(arguments);
    if (result == 0 && !context_.failed.load(std::memory_order_relaxed)) [[likely]]
        return status::ok;
    return report_failed_call(e, c, result);
}

void instance::copy(std::uint32_t from, std::uint32_t to) noexcept {
    const std::uint64_t bytes = volume(to) * size_of(code_->tensors[to].type);
    if (bytes != 0) std::memmove(data(to), data(from), bytes);
}

status instance::run_repeat(const entry &e, std::uint32_t index) noexcept {
    const repeat &r = code_->repeats[index];
    const std::int64_t count = r.symbol == 0 ? r.count : views_.extent(r.symbol);
    for (std::int64_t i = 0; i < count; ++i) {
        views_.set_iteration(index, r.backwards ? count - 1 - i : i);
        void **arguments = views_.arguments_of_body(index);
        for (const call &c : r.body) {
            if (const status s = run_call(e, c, arguments); s != status::ok) return s;
            arguments += 1 + c.operand_count;
        }
    }
    return status::ok;
}

status instance::report_failed_call(const entry &e, const call &c, int result) noexcept {
    const std::size_t refused = context_.scratch.refused_bytes();
    say() << "entry '" << e.name << "', call '" << c.label << "'";
    if (*c.location != '\0') message_ << " (" << c.location << ")";
    message_ << ": ";
    if (refused != 0)
        message_ << "a kernel asked for " << std::uint64_t{refused} << " bytes of scratch with "
                 << std::uint64_t{context_.scratch.capacity()} << " reserved in all";
    else if (!context_.kernel_error.empty())
        message_ << context_.kernel_error.text();
    else
        message_ << "the kernel failed with code " << result;
    context_.kernel_error.clear();
    context_.failed = false;
    return refused != 0 ? status::out_of_scratch : status::kernel_failed;
}

status instance::run_until_not_finite(std::uint32_t index, finding &where) noexcept {
    where = {};
    if (const status s = check_entry(index); s != status::ok) return s;
    forget_prepared();  // what it holds is looked at too
    const entry &e = code_->entries[index];
    for (const std::uint32_t i : e.inputs)
        if (find_not_finite(i, nullptr, where)) return status::ok;
    for (std::uint32_t i = 0; i < code_->tensors.size(); ++i)
        if (code_->tensors[i].what == role::parameter && find_not_finite(i, nullptr, where)) return status::ok;
    return run_calls(index, [&](const call &c) noexcept {
        for (const operand &o : code_->operands.subspan(c.first_operand, c.operand_count))
            if (o.what == operand::kind::tensor && find_not_finite(o.index, &c, where)) return true;
        return false;
    });
}

bool instance::find_not_finite(std::uint32_t tensor, const call *writer, finding &where) const noexcept {
    const std::int64_t element = first_not_finite(code_->tensors[tensor].type, data(tensor), volume(tensor));
    if (element < 0) return false;
    where = {true, tensor, static_cast<std::uint64_t>(element), writer};
    return true;
}

}  // namespace sylvite::core
