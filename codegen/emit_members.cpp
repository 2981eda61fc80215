#include <sylvite/codegen/emit_members.hpp>

#include <fmt/format.h>

namespace sylvite::codegen {
namespace {

std::string joined_extents(const shape &s, int first) {
    std::string text;
    for (int i = first; i < s.rank; ++i) text += fmt::format(", {}", s[i].value);
    return text;
}

/// Whether only the first axis is dynamic.
bool is_rows(const shape &s) {
    if (s.rank == 0 || !s[0].is_dynamic()) return false;
    for (int i = 1; i < s.rank; ++i)
        if (s[i].is_dynamic()) return false;
    return true;
}

}  // namespace

const char *element_type(dtype type) { return dtype_table[static_cast<std::size_t>(type)].element; }

std::string comment_of(const shape &s) {
    std::string text = "[";
    for (int i = 0; i < s.rank; ++i)
        text += fmt::format("{}{}{}", i == 0 ? "" : ", ", s[i].is_dynamic() ? "up to " : "", s[i].value);
    return text + "]";
}

std::string names_in_use::fresh(const std::string &wanted) {
    std::string name = identifier(wanted);
    while (!used_.insert(name).second) name += '_';
    return name;
}

std::string names_in_use::unused(const std::string &wanted) const {
    std::string name = identifier(wanted);
    while (used_.contains(name)) name += '_';
    return name;
}

std::string emit_handle(const tensor_model &t, std::size_t index, names_in_use &names) {
    std::string kind;
    int first = 0;
    switch (t.what) {
        case core::role::input:
            if (t.dims.rank == 0) {
                kind = "scalar_handle";
            } else if (is_rows(t.dims)) {
                kind = "input_handle";
                first = 1;
            } else if (!t.dims.is_dynamic()) {
                kind = "array_handle";
            } else {
                return "";
            }
            break;
        case core::role::parameter:
            kind = "parameter_handle";
            break;
        case core::role::state:
            kind = "state_handle";
            break;
        default:
            return "";
    }
    return fmt::format("    static constexpr sylvite::{}<{}{}> {}{{{{{}, {}}}}};  // {}\n", kind, element_type(t.type),
                       joined_extents(t.dims, first), names.fresh(t.name), index, quoted(t.name), comment_of(t.dims));
}

}  // namespace sylvite::codegen
