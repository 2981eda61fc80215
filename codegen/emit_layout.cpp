#include <sylvite/codegen/emit.hpp>

#include <sylvite/dsl/dtype.hpp>

#include <fmt/format.h>

#include <bit>

namespace sylvite::codegen {

std::string emit_layout(const program_model &model) {
    std::string text =
        fmt::format("sylvite-layout 1\nlibrary {}\nnetwork {}\nvariables {:016x}\nprogram {:016x}\nbytes {}\n",
                    model.name, model.network.name, model.network.variables, model.hash, model.persistent_bytes);
    for (const tensor_model &t : model.first().tensors) {
        if (t.where != core::segment::persistent) continue;
        text +=
            fmt::format("tensor {} {} {} {} {:016x} {:016x} {}", t.is_running ? "running" : name_of(t.what),
                        name_of(t.type), t.offset, core::initialiser::names[static_cast<std::size_t>(t.init.how)],
                        std::bit_cast<std::uint64_t>(t.init.a), std::bit_cast<std::uint64_t>(t.init.b), t.dims.rank);
        for (int axis = 0; axis < t.dims.rank; ++axis) text += fmt::format(" {}", t.dims[axis].value);
        text += ' ' + t.name + '\n';
    }
    return text;
}

}  // namespace sylvite::codegen
