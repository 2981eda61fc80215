#include <sylvite/runtime/core/views.hpp>
#include <sylvite/runtime/core/views_layout.hpp>

#include <HalideRuntime.h>

#include <new>

namespace sylvite::core {

namespace {

static_assert(sizeof(halide_buffer_t) == buffer_description_bytes && alignof(halide_buffer_t) <= 16);
static_assert(sizeof(halide_dimension_t) == dimension_description_bytes && alignof(halide_dimension_t) <= 16);

bool uses(const tensor &t, std::uint32_t symbol) noexcept {
    for (int axis = 0; axis < t.rank; ++axis)
        if (t.symbols[axis] == symbol) return true;
    return false;
}

views_count count(const program &code) noexcept {
    views_count n;
    n.tensors = code.tensors.size();
    n.entries = code.entries.size();
    n.symbols = code.symbols.size();
    for (const tensor &t : code.tensors) {
        n.dimensions += t.rank;
        for (std::uint32_t s = 1; s <= code.symbols.size(); ++s) n.symbol_users += uses(t, s) ? 1u : 0u;
    }
    n.repeats = code.repeats.size();
    for (const entry &e : code.entries)
        for (const call &c : e.calls) n.arguments += 1 + c.operand_count;
    for (const repeat &r : code.repeats)
        for (const call &c : r.body) n.arguments += 1 + c.operand_count;
    return n;
}

/// An array of zeros at its place in the block.
template <class T>
T *array(std::byte *block, std::uint64_t offset, std::uint64_t length) noexcept {
    return ::new (block + offset) T[length]{};
}

constexpr halide_type_t halide_type(dtype type) noexcept {
    constexpr halide_type_code_t codes[] = {halide_type_float, halide_type_int, halide_type_uint};
    const dtype_info &t = dtype_table[static_cast<std::size_t>(type)];
    return {codes[static_cast<std::size_t>(t.kind)], static_cast<std::uint8_t>(t.bits)};
}

}  // namespace

std::uint64_t views::required_bytes(const program &code) noexcept { return views_layout(count(code)).bytes; }

void views::build(const program &code, const memory &where, void *user_context) noexcept {
    lay_out(code, where.views.data());
    *user_context_ = user_context;
    for (std::size_t s = 0; s < code.symbols.size(); ++s)
        extents_[s] = static_cast<std::int32_t>(code.symbols[s].bound);
    build_buffers(where);
    build_symbol_users();
    build_arguments();
}

void views::lay_out(const program &code, std::byte *memory) noexcept {
    code_ = &code;
    const views_count n = count(code);
    const views_layout at(n);
    buffers_ = array<halide_buffer_t>(memory, at.buffers, n.tensors);
    dimensions_ = array<halide_dimension_t>(memory, at.dimensions, n.dimensions);
    arguments_ = array<void *>(memory, at.arguments, n.arguments);
    lists_ = array<void **>(memory, at.lists, n.entries + n.repeats);
    user_context_ = array<void *>(memory, at.user_context, 1);
    extents_ = array<std::int32_t>(memory, at.extents, n.symbols);
    users_first_ = array<std::uint32_t>(memory, at.users_first, n.symbols + 1);
    users_ = array<std::uint32_t>(memory, at.users, n.symbol_users);
    iterations_ = array<std::int32_t>(memory, at.iterations, n.repeats);
}

void views::build_buffers(const memory &where) noexcept {
    halide_dimension_t *next = dimensions_;
    for (std::uint32_t i = 0; i < code_->tensors.size(); ++i) {
        const tensor &t = code_->tensors[i];
        halide_buffer_t &buffer = buffers_[i];
        buffer.type = halide_type(t.type);
        buffer.dimensions = t.rank;
        buffer.dim = next;
        next += t.rank;
        if (t.what != role::input && t.what != role::part) {
            std::byte *base = (t.where == segment::persistent ? where.persistent : where.workspace).data();
            buffer.host = reinterpret_cast<std::uint8_t *>(base + t.offset);
        }
        set_strides(i);
    }
}

void views::build_symbol_users() noexcept {
    std::uint32_t used = 0;
    for (std::uint32_t s = 1; s <= code_->symbols.size(); ++s) {
        for (std::uint32_t i = 0; i < code_->tensors.size(); ++i)
            if (uses(code_->tensors[i], s)) users_[used++] = i;
        users_first_[s] = used;
    }
}

void views::build_arguments() noexcept {
    void **next = arguments_;
    void ***list = lists_;
    for (const entry &e : code_->entries) {
        *list++ = next;
        next = build_list(e.calls, next);
    }
    for (const repeat &r : code_->repeats) {
        *list++ = next;
        next = build_list(r.body, next);
    }
}

void **views::build_list(std::span<const call> calls, void **next) noexcept {
    for (const call &c : calls) {
        *next++ = user_context_;
        for (const operand &o : code_->operands.subspan(c.first_operand, c.operand_count)) *next++ = argument(o);
    }
    return next;
}

void *views::argument(const operand &o) noexcept {
    switch (o.what) {
        case operand::kind::symbol:
            return &extents_[o.index];
        case operand::kind::tensor:
            return &buffers_[o.index];
        case operand::kind::step_value:
            return static_cast<step_field>(o.index) == step_field::seed   ? &step_.seed
                   : static_cast<step_field>(o.index) == step_field::step ? &step_.step
                                                                          : &step_.first_row;
        case operand::kind::iteration:
            return &iterations_[o.index];
    }
    return nullptr;
}

void views::set_iteration(std::uint32_t index, std::int64_t t) noexcept {
    iterations_[index] = static_cast<std::int32_t>(t);
    const repeat &r = code_->repeats[index];
    for (const moving &m : code_->movings.subspan(r.first_moving, r.moving_count)) {
        std::uint64_t stride = m.stride, step = static_cast<std::uint64_t>(t) + m.phase;
        for (const std::uint8_t s : m.symbols)
            if (s != 0) stride *= static_cast<std::uint64_t>(extents_[s - 1]);
        if (m.period != 0) step %= m.period;
        buffers_[m.tensor].host = buffers_[m.of].host + m.offset + stride * step;
    }
}

void views::set_strides(std::uint32_t index) noexcept {
    const tensor &t = code_->tensors[index];
    std::int32_t stride = 1;
    for (int axis = t.rank - 1; axis >= 0; --axis) {
        const std::uint32_t symbol = t.symbols[axis];
        const std::int32_t n = symbol == 0 ? static_cast<std::int32_t>(t.extents[axis]) : extents_[symbol - 1];
        buffers_[index].dim[t.rank - 1 - axis] = halide_dimension_t(0, n, stride);
        stride *= n;
    }
}

void views::set_extent(std::uint32_t symbol, std::int64_t n) noexcept {
    const auto extent = static_cast<std::int32_t>(n);
    if (extents_[symbol - 1] == extent) return;
    extents_[symbol - 1] = extent;
    for (std::uint32_t i = users_first_[symbol - 1]; i < users_first_[symbol]; ++i) set_strides(users_[i]);
}

void views::set_host(std::uint32_t tensor, void *data) noexcept {
    buffers_[tensor].host = static_cast<std::uint8_t *>(data);
}

std::byte *views::host(std::uint32_t tensor) const noexcept {
    return reinterpret_cast<std::byte *>(buffers_[tensor].host);
}

std::uint64_t views::volume(std::uint32_t tensor) const noexcept {
    std::uint64_t volume = 1;
    for (int d = 0; d < buffers_[tensor].dimensions; ++d)
        volume *= static_cast<std::uint64_t>(buffers_[tensor].dim[d].extent);
    return volume;
}

memory_needs required_memory(const program &code) noexcept {
    return {code.persistent_bytes, code.workspace_bytes, code.scratch_bytes, views::required_bytes(code)};
}

}  // namespace sylvite::core
