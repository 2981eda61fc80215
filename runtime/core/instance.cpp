#include <sylvite/runtime/core/handlers.hpp>
#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/core/processor.hpp>
#include <sylvite/runtime/core/validate.hpp>

namespace sylvite::core {

core::message &instance::say() noexcept {
    message_.clear();
    if (code_ != nullptr) message_ << "network '" << code_->name << "': ";
    return message_;
}

status instance::bind(const program &code, const memory &where) noexcept {
    code_ = nullptr;
    if (const status s = validate(code, message_); s != status::ok) return s;
    if (!processor_supported(code.target, message_)) return status::unsupported_processor;
    code_ = &code;
    if (const status s = check_features(); s != status::ok) return code_ = nullptr, s;
    if (const status s = check_memory(where); s != status::ok) return code_ = nullptr, s;
    install_handlers();
    extents_set_ = 0;
    forget_prepared();
    context_.scratch.bind(where.scratch);
    views_.build(code, where, &context_);
    return status::ok;
}

status instance::bind_reading(const program &code, const reading_memory &where) noexcept {
    // No kernel of an entry that may run writes there; halide_buffer_t has no const.
    const std::span persistent(const_cast<std::byte *>(where.persistent.data()), where.persistent.size());
    set_persistent_read_only(true);
    return bind(code, memory{persistent, where.workspace, where.scratch, where.views});
}

status instance::check_features() noexcept {
    if (code_->on != nullptr) {
        say() << "it was built for a device ('" << code_->on->kind << "'), this runtime computes on the host alone";
        return status::unsupported_program;
    }
    if (!code_->collectives.empty()) {
        say() << "it was built for several ranks, this runtime is one alone";
        return status::unsupported_program;
    }
    return status::ok;
}

status instance::check_memory(const memory &where) noexcept {
    const memory_needs needs = required_memory(*code_);
    struct {
        const char *name;
        std::span<std::byte> given;
        std::uint64_t needed;
        std::size_t alignment;
    } const blocks[] = {{"persistent", where.persistent, needs.persistent, segment_alignment},
                        {"workspace", where.workspace, needs.workspace, segment_alignment},
                        {"scratch", where.scratch, needs.scratch, scratch_alignment},
                        {"views", where.views, needs.views, segment_alignment}};
    for (const auto &block : blocks) {
        if (block.given.size() < block.needed) {
            say() << "its " << block.name << " memory has " << std::uint64_t{block.given.size()} << " bytes, it needs "
                  << block.needed;
            return status::memory_too_small;
        }
        if (reinterpret_cast<std::uintptr_t>(block.given.data()) % block.alignment != 0) {
            say() << "its " << block.name << " memory does not start at a multiple of "
                  << std::uint64_t{block.alignment};
            return status::memory_misaligned;
        }
    }
    return status::ok;
}

status instance::set_extent(std::uint32_t symbol, std::int64_t n) noexcept {
    if (code_ == nullptr) return say() << "an instance that is not bound has no extents", status::not_bound;
    if (symbol == 0 || symbol > code_->symbols.size()) {
        say() << "symbol " << symbol << " does not exist";
        return status::no_such_symbol;
    }
    const std::int64_t bound = code_->symbols[symbol - 1].bound;
    if (n < 1 || n > bound) {
        say() << "an extent of " << n << " was asked for where 1 to " << bound << " is possible";
        return status::extent_out_of_range;
    }
    views_.set_extent(symbol, n);
    extents_set_ |= 1u << (symbol - 1);
    return status::ok;
}

status instance::bind_input(std::uint32_t tensor, const void *data) noexcept {
    if (code_ == nullptr) return say() << "an instance that is not bound has no inputs", status::not_bound;
    if (tensor >= code_->tensors.size())
        return say() << "tensor " << tensor << " does not exist", status::no_such_tensor;
    const core::tensor &t = code_->tensors[tensor];
    if (t.what != role::input) return say() << "tensor '" << t.name << "' is no input", status::not_an_input;
    if (data == nullptr) return say() << "input '" << t.name << "' was given no data", status::input_not_bound;
    if (reinterpret_cast<std::uintptr_t>(data) % size_of(t.type) != 0) {
        say() << "the data of input '" << t.name << "' is not aligned to its elements (" << name_of(t.type) << ")";
        return status::input_misaligned;
    }
    views_.set_host(tensor, const_cast<void *>(data));  // halide_buffer_t has no const; kernels never write inputs
    return status::ok;
}

void instance::unbind_input(std::uint32_t tensor) noexcept {
    if (code_ != nullptr && tensor < code_->tensors.size() && code_->tensors[tensor].what == role::input)
        views_.set_host(tensor, nullptr);
}

status instance::check_entry(std::uint32_t index) noexcept {
    if (code_ == nullptr) return say() << "an instance that is not bound cannot run", status::not_bound;
    if (index >= code_->entries.size()) return say() << "entry " << index << " does not exist", status::no_such_entry;
    const entry &e = code_->entries[index];
    if (e.writes_persistent && read_only_) {
        say() << "entry '" << e.name << "' writes parameters or state, which are shared and read-only here";
        return status::persistent_is_shared;
    }
    if ((e.symbol_mask & ~extents_set_) != 0) {
        say() << "entry '" << e.name << "' needs its number of rows set first";
        return status::extent_not_set;
    }
    for (const sample &s : e.samples) {
        if (product(s.symbol_mask) >= 2) continue;
        say() << "entry '" << e.name << "' averages the variance of each channel in '" << s.state << "'";
        if (*s.location != '\0') message_ << " (" << s.location << ")";
        message_ << ", and one element has none: give it two rows or more";
        return status::extent_out_of_range;
    }
    for (const std::uint32_t i : e.inputs) {
        if (views_.host(i) != nullptr) continue;
        say() << "entry '" << e.name << "' needs input '" << code_->tensors[i].name << "', which is not bound";
        return status::input_not_bound;
    }
    return status::ok;
}

std::int64_t instance::count(const metric &m) const noexcept { return m.static_count * product(m.symbol_mask); }

std::int64_t instance::product(std::uint32_t symbol_mask) const noexcept {
    std::int64_t n = 1;
    for (std::uint32_t s = 1; s <= code_->symbols.size(); ++s)
        if ((symbol_mask >> (s - 1) & 1u) != 0) n *= views_.extent(s);
    return n;
}

}  // namespace sylvite::core
