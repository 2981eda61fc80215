// What every program of a library has to have in common with the first.
#include <sylvite/runtime/core/validate.hpp>
#include <sylvite/runtime/core/validate_calls.hpp>

#include <string_view>

namespace sylvite::core {

namespace {

bool is_interface(const tensor &t) noexcept { return *t.name != '\0'; }

bool same_tensor(const tensor &a, const tensor &b) noexcept {
    if (std::string_view(a.name) != b.name || a.type != b.type || a.what != b.what || a.where != b.where ||
        a.rank != b.rank || (a.where == segment::persistent && a.offset != b.offset))
        return false;
    for (int axis = 0; axis < a.rank; ++axis)
        if (a.extents[axis] != b.extents[axis] || a.symbols[axis] != b.symbols[axis]) return false;
    return true;
}

bool same_entry(const entry &a, const entry &b) noexcept {
    if (std::string_view(a.name) != b.name || a.symbol_mask != b.symbol_mask ||
        a.writes_persistent != b.writes_persistent || a.inputs.size() != b.inputs.size() ||
        a.outputs.size() != b.outputs.size() || a.metrics.size() != b.metrics.size())
        return false;
    for (std::size_t i = 0; i < a.inputs.size(); ++i)
        if (a.inputs[i] != b.inputs[i]) return false;
    for (std::size_t i = 0; i < a.outputs.size(); ++i)
        if (a.outputs[i].tensor != b.outputs[i].tensor || std::string_view(a.outputs[i].name) != b.outputs[i].name)
            return false;
    for (std::size_t i = 0; i < a.metrics.size(); ++i)
        if (a.metrics[i].tensor != b.metrics[i].tensor || std::string_view(a.metrics[i].name) != b.metrics[i].name)
            return false;
    return true;
}

const char *difference(const program &a, const program &b) noexcept {
    if (a.hash != b.hash || a.variables != b.variables) return "come from different networks";
    if (a.persistent_bytes != b.persistent_bytes) return "differ in the bytes of their parameters and states";
    if (a.symbols.size() != b.symbols.size() || a.entries.size() != b.entries.size())
        return "differ in their entries or dynamic extents";
    for (std::size_t s = 0; s < a.symbols.size(); ++s)
        if (a.symbols[s].bound != b.symbols[s].bound) return "differ in the bound of a dynamic extent";
    for (std::size_t i = 0; i < a.tensors.size() || i < b.tensors.size(); ++i) {
        const bool in_a = i < a.tensors.size() && is_interface(a.tensors[i]);
        const bool in_b = i < b.tensors.size() && is_interface(b.tensors[i]);
        if (in_a != in_b || (in_a && !same_tensor(a.tensors[i], b.tensors[i]))) return "differ in a tensor with a name";
    }
    for (std::size_t e = 0; e < a.entries.size(); ++e)
        if (!same_entry(a.entries[e], b.entries[e])) return "differ in an entry";
    return nullptr;
}

}  // namespace

status validate_targets(const program &library, message &why) noexcept {
    for (std::uint32_t i = 0; i < library.other_count; ++i)
        if (const char *fault = difference(library, library.others[i]); fault != nullptr) {
            damaged(library, why) << "its programs for '" << library.target << "' and '" << library.others[i].target
                                  << "' " << fault;
            return status::invalid_program;
        }
    return status::ok;
}

}  // namespace sylvite::core
