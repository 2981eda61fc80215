#include <sylvite/runtime/weights/match_weights.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>
#include <sylvite/runtime/weights/reserved_names.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unordered_map>

namespace sylvite::io {

namespace {

bool is_variable(const core::tensor &t) { return t.what == core::role::parameter || t.what == core::role::state; }

bool is_wanted(const core::tensor &t, with_state state) {
    return core::is_weight(t) || (t.what == core::role::state && state == with_state::yes);
}

bool is_halved(element type) { return type == element::f16 || type == element::bf16; }

bool is_convertible(const stored_type &from, dtype to, const load_options &how) {
    if (&from == &stored_type_of(to)) return true;
    if (!from.as || !is_floating(to)) return false;
    if (is_halved(*from.as)) return true;
    return how.convert_f32_f64 && (*from.as == element::f32 || *from.as == element::f64);
}

class matcher {
  public:
    matcher(const core::program &code, const input &file, const safetensors_header &header, const load_options &how)
        : code_(code), header_(header), how_(how), used_(how.names.rules().size()),
          same_network_(header.metadata_of(network_key) == code.network &&
                        header.metadata_of(variables_key) == variables_text(code)) {
        result_.report.file = file.name();
        result_.report.network = code.name;
    }

    weights_match match() {
        for (std::uint32_t i = 0; i < code_.tensors.size(); ++i)
            if (is_variable(code_.tensors[i])) ours_.emplace(code_.tensors[i].name, i);
        for (const stored_tensor &t : header_.tensors) place(t);
        for (const core::tensor &t : code_.tensors)
            if (is_wanted(t, how_.state) && !taken_.contains(t.name))
                result_.report.missing.push_back(described(&t, nullptr));
        std::vector<bool> filled(code_.tensors.size());
        for (const transfer &t : result_.transfers) filled[t.to] = true;
        for (std::uint32_t i = 0; i < code_.tensors.size(); ++i)
            if (code_.tensors[i].what == core::role::state && !filled[i])
                result_.report.states_not_loaded.push_back(described(&code_.tensors[i], nullptr));
        for (std::size_t i = 0; i < used_.size(); ++i)
            if (!used_[i]) result_.report.unused_rules.push_back(how_.names.rules()[i]);
        return std::move(result_);
    }

  private:
    static tensor_match described(const core::tensor *ours, const stored_tensor *stored) {
        tensor_match result;
        if (ours != nullptr) {
            result.name = ours->name;
            result.type = sylvite::name_of(ours->type);
            result.extents = extents_of(*ours);
        }
        if (stored != nullptr) {
            result.stored_name = stored->name;
            result.stored_type = stored->type->name;
            result.stored_extents = stored->extents;
        }
        return result;
    }

    void place(const stored_tensor &t) {
        load_report &report = result_.report;
        if (is_reserved(t.name)) return report.passed_over.push_back(described(nullptr, &t));
        const name_map::found named = how_.names(t.name);
        if (named.rule) used_[*named.rule] = true;
        if (named.name.empty()) return report.passed_over.push_back(described(nullptr, &t));
        const auto found = ours_.find(named.name);
        if (found == ours_.end()) {
            const bool passes = (same_network_ && !named.rule) || counts_batches(named.name);
            auto &list = passes ? report.passed_over : report.unexpected;
            return list.push_back(described(nullptr, &t));
        }
        const core::tensor &to = code_.tensors[found->second];
        if (!is_wanted(to, how_.state)) return report.passed_over.push_back(described(&to, &t));
        if (const auto [other, is_new] = taken_.emplace(to.name, &t); !is_new)
            throw error(fmt::format("{}: tensors '{}' and '{}' are both to become '{}' of network '{}'", report.file,
                                    printable_name(other->second->name), printable_name(t.name), to.name, code_.name));
        if (t.extents != extents_of(to)) return report.other_shape.push_back(described(&to, &t));
        if (!is_convertible(*t.type, to.type, how_)) return report.other_type.push_back(described(&to, &t));
        report.matched.push_back(described(&to, &t));
        result_.transfers.push_back({&t, found->second});
    }

    /// PyTorch's count of the batches that a running statistic has seen, which has no use here.
    [[nodiscard]] bool counts_batches(std::string_view name) const {
        constexpr std::string_view end = "num_batches_tracked";
        if (!name.ends_with(end)) return false;
        const auto beside = ours_.find(std::string(name.substr(0, name.size() - end.size())) + "running_mean");
        return beside != ours_.end() && code_.tensors[beside->second].is_running;
    }

    const core::program &code_;
    const safetensors_header &header_;
    const load_options &how_;
    std::unordered_map<std::string_view, std::uint32_t> ours_;           // parameters and state
    std::unordered_map<std::string_view, const stored_tensor *> taken_;  // by a tensor of the file
    std::vector<bool> used_;                                             // rules
    bool same_network_;  // saved by a library of it: what this one does not know is out of its entries' reach
    weights_match result_;
};

std::string named(const tensor_match &t) {
    if (t.name.empty() || t.name == t.stored_name) return fmt::format("tensor '{}'", printable_name(t.stored_name));
    return fmt::format("tensor '{}', for '{}',", printable_name(t.stored_name), t.name);
}

/// `remedy`: the option that allows it, and what that does.
[[noreturn]] void refuse(const load_report &report, const std::vector<tensor_match> &list, const std::string &sentence,
                         const char *remedy) {
    throw error(fmt::format("{}: {}{}{}", report.file, sentence,
                            list.size() > 1 ? fmt::format(", and {} more like it", list.size() - 1) : "", remedy));
}

/// Between f32 and f64, in either direction.
bool only_needs_the_option(const tensor_match &t) {
    return (t.type == name_of(f32) && t.stored_type == stored_type_of(f64).name) ||
           (t.type == name_of(f64) && t.stored_type == stored_type_of(f32).name);
}

}  // namespace

weights_match match_weights(const core::program &code, const input &file, const safetensors_header &header,
                            const load_options &how) {
    return matcher(code, file, header, how).match();
}

void require_allowed(const load_report &report, const load_options &how) {
    if (!report.unused_rules.empty())
        throw error(fmt::format("{}: the rule '{}' -> '{}' fits no tensor of the file", report.file,
                                report.unused_rules.front().from, report.unused_rules.front().to));
    if (!report.other_type.empty()) {
        const tensor_match &t = report.other_type.front();
        refuse(report, report.other_type,
               fmt::format("{} holds {}, network '{}' has {}", named(t), t.stored_type, report.network, t.type),
               only_needs_the_option(t) ? "; the option convert_f32_f64 converts it" : "");
    }
    if (!report.other_shape.empty() && !how.allow_other_shapes) {
        const tensor_match &t = report.other_shape.front();
        refuse(report, report.other_shape,
               fmt::format("{} has shape [{}], network '{}' has [{}]", named(t), fmt::join(t.stored_extents, ", "),
                           report.network, fmt::join(t.extents, ", ")),
               "; the option allow_other_shapes leaves the network's as it is");
    }
    if (!report.unexpected.empty() && !how.allow_unexpected)
        refuse(report, report.unexpected,
               fmt::format("{} is none of network '{}'", named(report.unexpected.front()), report.network),
               "; the option allow_unexpected passes over it");
    if (!report.missing.empty() && !how.allow_missing)
        refuse(report, report.missing,
               fmt::format("network '{}' needs tensor '{}', which the file does not have", report.network,
                           report.missing.front().name),
               "; the option allow_missing leaves the network's as it is");
}

std::string variables_text(const core::program &code) { return fmt::format("{:016x}", code.variables); }

std::vector<std::uint64_t> extents_of(const core::tensor &t) {
    std::vector<std::uint64_t> extents;
    for (int axis = 0; axis < t.rank; ++axis) extents.push_back(static_cast<std::uint64_t>(t.extents[axis]));
    return extents;
}

}  // namespace sylvite::io
