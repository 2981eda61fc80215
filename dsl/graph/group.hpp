// Variables that belong together: the parameters that one count of steps, or one accumulated weight, serves.
#pragma once

#include <sylvite/dsl/graph/node.hpp>
#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

/// What a shared variable serves. Groups of the same purpose have no member in common.
class group_list {
  public:
    /// no_node where the groups of this purpose allow `shared` to serve exactly these members (in ascending order);
    /// else a member that belongs to another group, or that only one of the two sets has.
    [[nodiscard]] constexpr node_id conflict(name_id purpose, node_id shared, array_view<const node_id> members) const {
        for (const group &g : groups_) {
            if (g.purpose != purpose) continue;
            const auto known = members_.view().subspan(g.first, g.count);
            std::size_t i = 0, k = 0;
            while (i < members.size() || k < known.size()) {
                const node_id a = i < members.size() ? members[i] : no_node, b = k < known.size() ? known[k] : no_node;
                if ((a == b) != (g.shared == shared)) return a < b ? a : b;
                i += a <= b ? 1 : 0;
                k += b <= a ? 1 : 0;
            }
        }
        return no_node;
    }
    constexpr void add(name_id purpose, node_id shared, array_view<const node_id> members) {
        groups_.push_back({purpose, shared, members_.size(), members.size()});
        for (const node_id m : members) members_.push_back(m);
    }

  private:
    struct group {
        name_id purpose = 0;
        node_id shared = no_node;
        std::size_t first = 0, count = 0;
    };
    list<group> groups_;
    list<node_id> members_;
};

}  // namespace sylvite::graph
