// instance::save and instance::load.
#include <sylvite/runtime/instance_state.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/weights/class_names_text.hpp>
#include <sylvite/runtime/weights/random_state_text.hpp>
#include <sylvite/runtime/weights/save.hpp>
#include <sylvite/runtime/weights/stage_weights.hpp>
#include <sylvite/runtime/weights/standardisation_names.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace sylvite {

namespace {

/// The tensors of a file, in the order of their data.
class file_contents {
  public:
    void add(std::string name, const io::stored_type &type, std::vector<std::uint64_t> extents,
             std::span<const std::byte> bytes) {
        tensors_.push_back({std::move(name), &type, std::move(extents), size_, size_ + bytes.size()});
        pieces_.push_back(bytes);
        size_ += bytes.size();
    }

    void write(std::string_view path, const std::map<std::string, std::string> &metadata) {
        const std::string header = io::write_header(tensors_, metadata);
        pieces_[0] = std::as_bytes(std::span(header));
        io::replace_file(path, pieces_);
    }

  private:
    std::vector<io::stored_tensor> tensors_;
    std::vector<std::span<const std::byte>> pieces_{1};  // the header comes first, when all else is known
    std::uint64_t size_ = 0;
};

void add(file_contents &to, const core::program &code, const standardisation &how) {
    if (how.width() == 0)
        throw error(fmt::format("network '{}': a standardisation that was moved away was to be saved", code.name));
    for (const core::tensor &t : code.tensors) {
        if (t.what != core::role::input || t.name != how.column() || t.rank == 0) continue;
        if (const std::uint64_t width = core::bound_volume(t) / static_cast<std::uint64_t>(t.extents[0]);
            width != how.width())
            throw error(fmt::format("network '{}': input '{}' takes {} values a row, its standardisation has {}",
                                    code.name, t.name, width, how.width()));
        const io::stored_type &type = io::stored_type_of(f64);
        to.add(io::shift_name(how.column()), type, {how.width()}, std::as_bytes(how.shift()));
        to.add(io::scale_name(how.column()), type, {how.width()}, std::as_bytes(how.scale()));
        return;
    }
    throw error(
        fmt::format("network '{}' has no input '{}' of rows to save a standardisation for", code.name, how.column()));
}

void add(std::map<std::string, std::string> &to, const core::program &code, const class_names &names) {
    const auto is_label = [&](const core::tensor &t) {
        return t.what == core::role::input && t.name == names.column() && t.rank > 0 &&
               core::bound_volume(t) == static_cast<std::uint64_t>(t.extents[0]);
    };
    if (std::ranges::none_of(code.tensors, is_label))
        throw error(fmt::format("network '{}' has no input '{}' of one value a row to save class names for", code.name,
                                names.column()));
    if (!to.try_emplace(io::class_names_key(names.column()), io::class_names_text(names.names())).second)
        throw error(
            fmt::format("network '{}': two lists of class names of '{}' were given", code.name, names.column()));
}

}  // namespace

void instance::save(std::string_view path, const save_options &how) const {
    const visit here(*this);
    const core::program &code = state_->code;
    file_contents contents;
    for (std::uint32_t i = 0; i < code.tensors.size(); ++i) {
        const core::tensor &t = code.tensors[i];
        if (!core::is_weight(t) && !(t.what == core::role::state && how.state == with_state::yes)) continue;
        if (io::is_reserved(t.name))
            throw error(fmt::format("network '{}': a tensor called '{}' cannot be saved, names with '{}' are taken",
                                    code.name, t.name, io::reserved_prefix));
        contents.add(t.name, io::stored_type_of(t.type), io::extents_of(t),
                     {state_->core.data(i), core::bound_bytes(t)});
    }
    for (std::size_t i = 0; i < how.standardisations.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k)
            if (how.standardisations[k].column() == how.standardisations[i].column())
                throw error(fmt::format("network '{}': two standardisations of '{}' were given", code.name,
                                        how.standardisations[i].column()));
        add(contents, code, how.standardisations[i]);
    }
    std::map<std::string, std::string> metadata{{io::network_key, code.network},
                                                {io::variables_key, io::variables_text(code)}};
    for (const class_names &names : how.class_names) add(metadata, code, names);
    if (how.state == with_state::yes && io::draws(code)) io::add_random_state(metadata, state_->core.step_values_now());
    contents.write(path, metadata);
}

void instance::save(std::string_view path, with_state included) const { save(path, {.state = included}); }

load_report instance::load(std::string_view path, const load_options &how) {
    const visit here(*this, visit::purpose::change);
    if (state_->shared()) state_->require_writable("load");
    io::staged_weights staged = io::stage_weights(state_->code, *io::open_input(path), how);
    std::vector<bool> not_loaded(state_->code.tensors.size());
    for (std::uint32_t i = 0; i < not_loaded.size(); ++i)
        not_loaded[i] = state_->code.tensors[i].what == core::role::state;
    for (const io::staged_tensor &t : staged.tensors) {
        std::memcpy(state_->core.data(t.to), staged.values_of(t).data(), t.bytes);
        if (not_loaded[t.to]) state_->states_are_written = true;
        not_loaded[t.to] = false;
    }
    state_->core.forget_prepared();
    state_->not_loaded = std::move(not_loaded);
    if (staged.random) {
        step_values now = state_->core.step_values_now();
        now.seed = staged.random->seed;
        now.step = staged.random->step;
        state_->core.set_step_values(now);
    }
    return std::move(staged.report);
}

void instance::load(std::string_view path, with_state included) { (void)load(path, {.state = included}); }

load_report compare_weights(const instance &net, std::string_view path, const load_options &how) {
    const visit here(net);
    const std::unique_ptr<io::input> file = io::open_input(path);
    return io::match_weights(net.code(), *file, io::read_safetensors_header(*file), how).report;
}

}  // namespace sylvite
