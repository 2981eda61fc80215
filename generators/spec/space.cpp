#include <sylvite/generators/spec/family_row.hpp>
#include <sylvite/generators/spec/space.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

std::string legal_values(const parameter_space &p) {
    if (p.values.size() == 1) return std::to_string(p.values.front());
    if (p.only_these) {
        std::string text = "one of";
        for (const std::int64_t v : p.values) text += ' ' + std::to_string(v);
        return text;
    }
    return (p.step == 1 ? "a number from " : "a multiple of " + std::to_string(p.step) + " from ") +
           std::to_string(p.values.front()) + " to " + std::to_string(p.values.back());
}

}  // namespace

bool parameter_space::has(std::int64_t value) const {
    if (std::binary_search(values.begin(), values.end(), value)) return true;
    return !only_these && value > values.front() && value < values.back() && value % step == 0;
}

tuning_space space_of(const kernel_spec &spec, const processor &cpu) {
    tuning_space space = row_of(spec.kind).space(index_space(spec), cpu);
    for (const auto &[name, value] : choose_schedule(spec, cpu)) {
        const auto found =
            std::find_if(space.begin(), space.end(), [&](const parameter_space &p) { return p.name == name; });
        if (found == space.end()) {
            space.push_back({name, {value}, 1, true});
            continue;
        }
        const auto place = std::lower_bound(found->values.begin(), found->values.end(), value);
        if (place == found->values.end() || *place != value) found->values.insert(place, value);
    }
    return space;
}

std::string fault_of(const kernel_spec &spec, const schedule &chosen, const processor &cpu) {
    if (chosen == choose_schedule(spec, cpu)) return {};
    const tuning_space space = space_of(spec, cpu);
    for (const parameter_space &p : space) {
        const auto found = chosen.find(p.name);
        if (found == chosen.end()) return "the parameter \"" + p.name + "\" is missing";
        if (!p.has(found->second))
            return "the parameter \"" + p.name + "\" is " + std::to_string(found->second) + ", expected " +
                   legal_values(p);
    }
    for (const auto &[name, value] : chosen)
        if (std::none_of(space.begin(), space.end(), [&](const parameter_space &p) { return p.name == name; }))
            return std::string("a kernel of the family ") + name_of(spec.kind) + " has no parameter \"" + name + "\"";
    return row_of(spec.kind).conflict(index_space(spec), chosen, cpu);
}

}  // namespace sylvite::generators
