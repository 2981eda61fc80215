#include <sylvite/codegen/network_choice.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace sylvite::codegen {
namespace {

/// "left, middle and right"
std::string listed(const std::vector<std::string> &names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

}  // namespace

int refuse_to_choose(std::span<const declared_class> declared, const char *library, const char *header) {
    std::vector<std::string> networks;
    std::vector<const char *> seen;
    for (const declared_class &c : declared) {
        if (!c.is_network || std::find(seen.begin(), seen.end(), c.identity) != seen.end()) continue;
        networks.emplace_back(c.name);
        seen.push_back(c.identity);
    }
    if (networks.empty())
        std::fprintf(
            stderr,
            "%s: no network was found in %s: expected a struct of a namespace with \"constexpr void "
            "operator()(network &net) const\"; one that another header declares, or whose call operator is a "
            "template, has to be named with STRUCT in sylvite_add_network, or with --struct after ./sylvite.\n",
            library, header);
    else
        std::fprintf(stderr,
                     "%s: %s has %zu networks, %s: name one with STRUCT in sylvite_add_network, or with --struct after "
                     "./sylvite.\n",
                     library, header, networks.size(), listed(networks).c_str());
    return 1;
}

}  // namespace sylvite::codegen
