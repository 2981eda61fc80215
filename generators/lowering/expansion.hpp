// Expands the nodes of a spec under the axes that index them (see index_space.hpp).
#pragma once

#include <sylvite/generators/lowering/index_space.hpp>

#include <utility>
#include <vector>

namespace sylvite::generators {

/// One list of axes for each dimension of a node, outermost first; an extent of 1 has none.
using digits = std::vector<std::vector<axis_id>>;

class expansion {
  public:
    explicit expansion(index_space &space) : space_(space), spec_(space.spec()) {}
    void run();

  private:
    struct entry {
        graph::node_id node;
        digits index;
        value_id result;
    };

    [[nodiscard]] std::vector<axis_id> resolve(const std::vector<axis_id> &axes) const;
    [[nodiscard]] digits resolve(const digits &index) const;
    axis_id new_axis(axis a);
    std::vector<axis_id> fresh(const extent &e);
    void split(axis_id id, std::int64_t inner);
    digits through_reshape(const shape &operand, const std::vector<axis_id> &flat);
    bool segment(const shape &operand, std::vector<axis_id> flat, digits &result);
    digits derive(const shape &operand, std::vector<axis_id> flat);

    value_id expand(graph::node_id id, const digits &index);
    value_id expand_new(graph::node_id id, const digits &index);
    value_id expand_reduction(const graph::node &n, const digits &index);
    value_id expand_contraction(const graph::node &n, const digits &index);
    value_id add(value v);

    index_space &space_;
    const codegen::kernel_spec &spec_;
    std::vector<std::pair<axis_id, axis_id>> parts_;  // of a split axis; {-1, -1} else
    std::vector<std::vector<axis_id>> fresh_;         // in order of request, the same in every pass
    std::size_t next_fresh_ = 0;
    bool has_split_ = false;
    std::vector<entry> known_;
};

}  // namespace sylvite::generators
