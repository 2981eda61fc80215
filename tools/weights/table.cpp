#include "table.hpp"

#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/io/input.hpp>
#include <sylvite/runtime/weights/stage_weights.hpp>

#include <fmt/format.h>

#include <cstring>
#include <iterator>

namespace sylvite::weights {

std::vector<std::byte> persistent_image(const layout &network, const std::string &path, const load_options &how) {
    const core::program &code = network.program();
    std::vector<std::byte> image(code.persistent_bytes);
    core::initialise_persistent(code, 0, image.data());
    const io::staged_weights staged = io::stage_weights(code, *io::open_input(path), how);
    for (const io::staged_tensor &t : staged.tensors)
        std::memcpy(image.data() + code.tensors[t.to].offset, staged.values_of(t).data(), t.bytes);
    return image;
}

std::string header_text(const layout &network, const std::string &name, const std::string &from) {
    return fmt::format(
        "// Weights of the network {0}, from {1}. Written by sylvite-weights; do not edit.\n#pragma once\n\n"
        "#include <{0}.core.hpp>\n\nextern const {0}_core<>::weights {2};\n",
        network.library(), from, name);
}

std::string source_text(const layout &network, const std::string &name, const std::string &from,
                        const std::vector<std::byte> &image) {
    std::string text = fmt::format(
        "// Weights of the network {0}, from {1}. Written by sylvite-weights; do not edit.\n"
        "#include <{2}.weights.hpp>\n\n"
        "static_assert({0}_facts.layout == {3:#x}u, \"the network has changed; build its weights again\");\n\n"
        "constinit const {0}_core<>::weights {2}{{",
        network.library(), from, name, network.program_hash(), name);
    auto to = std::back_inserter(text);
    if (!image.empty()) text += "{";
    for (std::size_t at = 0; at < image.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, image.data() + at, sizeof word);
        fmt::format_to(to, "{}{:#x}u,", at % 64 == 0 ? "\n    " : " ", word);
    }
    if (!image.empty()) text += "}";
    return text + "};\n";
}

}  // namespace sylvite::weights
