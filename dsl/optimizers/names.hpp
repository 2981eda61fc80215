// Parameters by their names: globs, evaluated as the network is compiled.
#pragma once

#include <sylvite/dsl/graph/builder.hpp>

namespace sylvite {

/// Whether the name is of the form of the glob: `*` stands for any characters, dots and none included, `?` for one.
constexpr bool matches(std::string_view glob, std::string_view name) {
    std::size_t g = 0, n = 0;
    std::size_t star = glob.size() + 1, behind = 0;  // the last `*`, and what of the name it has taken so far
    while (n < name.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            behind = n;
        } else if (g < glob.size() && (glob[g] == '?' || glob[g] == name[n])) {
            ++g;
            ++n;
        } else if (star <= glob.size()) {
            g = star + 1;
            n = ++behind;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*') ++g;
    return g == glob.size();
}

namespace detail {
/// " hidden.weight, hidden.bias": the names of these parameters.
constexpr graph::list<char> names_of(const graph::builder &b, graph::array_view<const graph::node_id> parameters) {
    graph::list<char> names;
    for (const graph::node_id id : parameters) {
        const std::string_view name = b.name(static_cast<graph::name_id>(b.attributes(id)[0]));
        names.append(names.empty() ? " " : ", ", names.empty() ? 1 : 2);
        names.append(name.data(), name.size());
    }
    return names;
}
}  // namespace detail

/// Some of the network's parameters. A single glob converts to it; all of them is the default.
class parameter_names {
  public:
    static constexpr std::size_t most = 8;

    constexpr parameter_names() = default;
    constexpr parameter_names(const char *glob) : globs_{glob}, count_(1) {}       // NOLINT
    constexpr parameter_names(std::string_view glob) : globs_{glob}, count_(1) {}  // NOLINT
    template <class... Globs>
    constexpr parameter_names(bool excluded, const Globs &...globs)
        : globs_{std::string_view(globs)...}, count_(sizeof...(Globs)), excluded_(excluded) {
        static_assert(sizeof...(Globs) >= 1 && sizeof...(Globs) <= most, "sylvite: 1 to 8 globs");
    }

    [[nodiscard]] constexpr bool contain(std::string_view name) const {
        if (count_ == 0) return true;
        for (std::size_t i = 0; i < count_; ++i)
            if (matches(globs_[i], name)) return !excluded_;
        return excluded_;
    }
    [[nodiscard]] constexpr graph::array_view<const std::string_view> globs() const { return {globs_, count_}; }

  private:
    std::string_view globs_[most] = {};
    std::size_t count_ = 0;
    bool excluded_ = false;
};

/// The parameters that match one of the globs: only("encoder.*", "*.bias").
template <class... Globs>
constexpr parameter_names only(const Globs &...globs) {
    return {false, globs...};
}
/// The parameters that match none of the globs.
template <class... Globs>
constexpr parameter_names except(const Globs &...globs) {
    return {true, globs...};
}

}  // namespace sylvite
