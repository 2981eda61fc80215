// Expands the nodes of a spec under the axes that index them (see index_space.hpp).
#pragma once

#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/windows.hpp>

#include <span>
#include <utility>
#include <vector>

namespace sylvite::generators {

/// Where an element of a node is: for each dimension, outermost first, the axes that its index is made of; an extent of
/// 1 has none.
using multi_index = std::vector<std::vector<axis_id>>;

[[nodiscard]] std::vector<axis_id> flatten(const multi_index &index);

/// What layout does to an index: the axes of a result are handed to the dimensions of the operand.
class axis_table {
  public:
    explicit axis_table(std::vector<axis> &axes) : axes_(axes) {}

    [[nodiscard]] const axis &operator[](axis_id id) const { return axes_[static_cast<std::size_t>(id)]; }
    /// The axes that these were split into.
    [[nodiscard]] std::vector<axis_id> resolve(const std::vector<axis_id> &axes) const;
    [[nodiscard]] multi_index resolve(const multi_index &index) const;
    [[nodiscard]] index_map resolve(index_map map) const;
    /// An axis with a loop; none for an extent of 1.
    std::vector<axis_id> make(const extent &e);
    /// The derived axis of this extent and map; the same one whenever it is asked for again.
    axis_id derive(const extent &e, index_map map);

    multi_index through_reshape(const shape &operand, const std::vector<axis_id> &flat);
    multi_index through_slice(const shape &operand, const shape &result, const multi_index &index,
                              std::span<const std::int64_t> attributes);
    multi_index through_reverse(const shape &operand, const multi_index &index, std::span<const std::int64_t> axes);
    /// These two add the axes along which there may be no element to `guarded`.
    multi_index through_slide(const shape &operand, const shape &result, const graph::slide_attributes &s,
                              const multi_index &index, std::vector<axis_id> &guarded);
    multi_index through_pad(const shape &operand, const multi_index &index, std::span<const std::int64_t> attributes,
                            std::vector<axis_id> &guarded);

    /// The same address with fewer axes: parts of one map that follow each other are one.
    [[nodiscard]] std::vector<axis_id> joined(const std::vector<axis_id> &address);

    /// Set when an axis with a loop was split: what was expanded under it before must be expanded again.
    bool has_split = false;

  private:
    axis_id add(axis a);
    [[nodiscard]] std::int64_t volume(const std::vector<axis_id> &axes) const;
    std::pair<axis_id, axis_id> split(axis_id id, std::int64_t inner);
    [[nodiscard]] std::vector<axis_id> in_address(const extent &e, axis_id derived) const;
    [[nodiscard]] static std::vector<index_term> terms_of(const std::vector<axis_id> &axes, std::int64_t coefficient);
    void reshape_run(const shape &operand, int first, int last, const std::vector<axis_id> &flat, multi_index &result);
    bool segment(const shape &operand, int first, int last, std::vector<axis_id> flat, multi_index &result);

    std::vector<axis> &axes_;
    std::vector<std::pair<axis_id, axis_id>> parts_;  // of a split axis; {-1, -1} else
};

class expansion {
  public:
    explicit expansion(index_space &space) : space_(space), spec_(space.spec()), axes_(space.axes_) {}
    void run();

  private:
    struct entry {
        graph::node_id node;
        multi_index index;
        value_id result;
    };

    [[nodiscard]] std::size_t largest_output() const;
    [[nodiscard]] const shape &dims_of_output(std::size_t k) const { return spec_.dims(spec_.outputs[k].node); }
    [[nodiscard]] multi_index index_of_output(std::size_t k) const;
    [[nodiscard]] multi_index row_below(const graph::node &reduction, const multi_index &index);
    std::vector<axis_id> fresh(const extent &e);
    [[nodiscard]] const shape &dims_of_input(const graph::node &n, int k) const { return spec_.dims(n.inputs[k]); }

    value_id expand(graph::node_id id, const multi_index &index);
    value_id expand_new(graph::node_id id, const multi_index &index);
    value_id expand_leaf(const graph::node &n, const multi_index &index);
    value_id expand_layout(const graph::node &n, const multi_index &index);
    value_id expand_reduction(const graph::node &n, const multi_index &index);
    value_id expand_contraction(const graph::node &n, const multi_index &index);
    value_id expand_gather(const graph::node &n, const multi_index &index);
    value_id expand_scatter(const graph::node &n, const multi_index &index);
    [[nodiscard]] value value_of(const graph::node &n) const {
        return {n.kind, n.type, n.accumulator, 0, {}, {}, {}, {}, {}, false};
    }
    void depend_on(value &v, axis_id a) const;
    value_id add(value v);

    index_space &space_;
    const kernel_spec &spec_;
    axis_table axes_;
    std::vector<std::vector<axis_id>> fresh_;  // in order of request, the same in every pass
    std::size_t next_fresh_ = 0;
    std::vector<entry> known_;
    multi_index output_index_;  // of the largest output
    shape row_dims_;            // of what the first reduction over rows reduces, and its index
    multi_index row_;
};

}  // namespace sylvite::generators
