// instance::save and instance::load.
#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/io/read_file.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <unordered_map>

namespace sylvite {

namespace {

bool is_stored(const core::tensor &t, with_state state) {
    return t.what == core::role::parameter || (t.what == core::role::state && state == with_state::yes);
}

std::vector<std::uint64_t> extents_of(const core::tensor &t) {
    std::vector<std::uint64_t> extents;
    for (int axis = 0; axis < t.rank; ++axis) extents.push_back(static_cast<std::uint64_t>(t.extents[axis]));
    return extents;
}

/// What goes where once the whole file has been found right.
struct transfer {
    std::uint32_t to;
    std::string_view from;
};

class matcher {
  public:
    matcher(std::string_view path, const core::program &code, with_state state)
        : path_(path), code_(code), state_(state) {}

    std::vector<transfer> match(const io::parsed_file &file) const {
        std::unordered_map<std::string_view, std::uint32_t> ours;
        for (std::uint32_t i = 0; i < code_.tensors.size(); ++i)
            if (is_stored(code_.tensors[i], with_state::yes)) ours.emplace(code_.tensors[i].name, i);
        std::vector<transfer> result;
        for (const io::stored_tensor &t : file.tensors) {
            const auto found = ours.find(t.name);
            if (found == ours.end())
                throw error(fmt::format("{}: tensor '{}' is none of network '{}'", path_, t.name, code_.name));
            check(t, code_.tensors[found->second], file);
            if (is_stored(code_.tensors[found->second], state_))
                result.push_back({found->second, file.data.substr(t.begin, t.end - t.begin)});
            ours.erase(found);
        }
        for (const core::tensor &t : code_.tensors)  // in the network's order
            if (is_stored(t, state_) && ours.contains(t.name))
                throw error(fmt::format("{}: network '{}' needs tensor '{}', which the file does not have", path_,
                                        code_.name, t.name));
        return result;
    }

  private:
    void check(const io::stored_tensor &found, const core::tensor &wanted, const io::parsed_file &file) const {
        if (found.type != wanted.type)
            throw error(fmt::format("{}: tensor '{}' holds {}, network '{}' has {}", path_, found.name,
                                    name_of(found.type), code_.name, name_of(wanted.type)));
        if (const auto extents = extents_of(wanted); found.extents != extents)
            throw error(fmt::format("{}: tensor '{}' has shape [{}], network '{}' has [{}]", path_, found.name,
                                    fmt::join(found.extents, ", "), code_.name, fmt::join(extents, ", ")));
        if (found.type == boolean)
            for (const char byte : file.data.substr(found.begin, found.end - found.begin))
                if (byte != 0 && byte != 1)
                    throw error(
                        fmt::format("{}: tensor '{}' has a boolean that is neither 0 nor 1", path_, found.name));
    }

    std::string_view path_;
    const core::program &code_;
    with_state state_;
};

}  // namespace

void instance::save(std::string_view path, with_state included) const {
    std::vector<io::stored_tensor> tensors;
    std::vector<std::span<const std::byte>> pieces(1);
    std::uint64_t offset = 0;
    for (std::uint32_t i = 0; i < state_->code.tensors.size(); ++i) {
        const core::tensor &t = state_->code.tensors[i];
        if (!is_stored(t, included)) continue;
        const std::uint64_t bytes = core::bound_bytes(t);
        tensors.push_back({t.name, t.type, extents_of(t), offset, offset + bytes});
        pieces.emplace_back(state_->core.data(i), bytes);
        offset += bytes;
    }
    const std::string header = io::write_header(tensors, {{"network", state_->code.name}});
    pieces[0] = std::as_bytes(std::span(header));
    io::replace_file(path, pieces);
}

void instance::load(std::string_view path, with_state included) {
    if (state_->shared()) state_->require_writable("load");
    const std::string file = io::read_file(path);
    const io::parsed_file parsed = io::parse_safetensors(path, file);
    for (const transfer &t : matcher(path, state_->code, included).match(parsed))
        std::memcpy(state_->core.data(t.to), t.from.data(), t.from.size());
}

}  // namespace sylvite
