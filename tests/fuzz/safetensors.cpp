// Weights for a network of four tensors, with the options from strict to all that are allowed.
#include "checks.hpp"

#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/weights/stage_weights.hpp>

namespace {

using namespace sylvite;
using core::role, core::segment;

constexpr core::tensor tensors[] = {
    {"x", f32, role::input, segment::workspace, 2, {8, 3}, {1, 0}, 0, {}},
    {"line.weight", f32, role::parameter, segment::persistent, 1, {3}, {}, 0, {}},
    {"line.bias", f64, role::parameter, segment::persistent, 0, {}, {}, 64, {}},
    {"mask", boolean, role::parameter, segment::persistent, 2, {2, 2}, {}, 128, {}},
    {"steps", i32, role::state, segment::persistent, 0, {}, {}, 192, {}},
};

core::program program() {
    core::program code{};
    code.abi = core::abi_version;
    code.name = "line";
    code.network = "line";
    code.tensors = tensors;
    return code;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count) {
    static const core::program code = program();
    static const load_options strict{};
    static const load_options everything{.state = with_state::yes,
                                         .allow_missing = true,
                                         .allow_unexpected = true,
                                         .allow_other_shapes = true,
                                         .convert_f32_f64 = true};
    io::memory_input file(fuzz::name, std::as_bytes(std::span(bytes, count)));
    for (const load_options *how : {&strict, &everything})
        fuzz::read([&] {
            const io::staged_weights staged = io::stage_weights(code, file, *how);
            fuzz::demand(staged.tensors.size() == staged.report.matched.size(), "matched and staged differ", "");
            for (const io::staged_tensor &t : staged.tensors)
                fuzz::demand(staged.values_of(t).size() == core::bound_bytes(tensors[t.to]), "another size",
                             tensors[t.to].name);
            fuzz::demand(!to_string(staged.report).empty(), "an empty report", "");
        });
    return 0;
}
