#include <sylvite/runtime/weights/stage_weights.hpp>

#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/weights/random_state_text.hpp>

#include <fmt/format.h>

namespace sylvite::io {

namespace {

void read_converted(input &file, const safetensors_header &header, const stored_tensor &from, dtype to,
                    std::span<std::byte> values) {
    if (from.type == &stored_type_of(to) && to != boolean) return read_tensor(file, header, from, values);
    std::vector<std::byte> stored(from.end - from.begin);
    read_tensor(file, header, from, stored);
    double refused = 0;
    const std::size_t done =
        convert({*from.type->as, std::endian::little}, stored, to, values.data(), accepted::all, refused);
    if (done < values.size() / sylvite::size_of(to))
        throw error(fmt::format("{}: tensor '{}' holds {} at element {}, which no {} is", file.name(),
                                printable_name(from.name), refused, done, sylvite::name_of(to)));
}

}  // namespace

staged_weights stage_weights(const core::program &code, input &file, const load_options &how) {
    const safetensors_header header = read_safetensors_header(file);
    weights_match match = match_weights(code, file, header, how);
    require_allowed(match.report, how);
    staged_weights result;
    result.report = std::move(match.report);
    if (how.state == with_state::yes && draws(code)) result.random = read_random_state(file, header);
    std::size_t offset = 0;
    for (const transfer &t : match.transfers) {
        const std::size_t bytes = core::bound_bytes(code.tensors[t.to]);
        result.tensors.push_back({t.to, offset, bytes});
        offset += bytes;
    }
    result.values.resize(offset);
    for (std::size_t i = 0; i < match.transfers.size(); ++i) {
        const transfer &t = match.transfers[i];
        const staged_tensor &place = result.tensors[i];
        read_converted(file, header, *t.from, code.tensors[t.to].type,
                       std::span(result.values).subspan(place.offset, place.bytes));
    }
    file.require_same_size();
    return result;
}

}  // namespace sylvite::io
