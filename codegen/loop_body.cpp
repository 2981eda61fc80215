#include <sylvite/codegen/loop_body.hpp>

#include <sylvite/dsl/graph/graph_error.hpp>
#include <sylvite/dsl/ops/effect.hpp>
#include <sylvite/dsl/simplify/rewrite.hpp>

#include <algorithm>
#include <string>

namespace sylvite::codegen {
namespace {

using graph::node;
using graph::node_id;
using graph::op;

class body_builder {
  public:
    body_builder(const graph::table_view &table, const plan::entry_loops &loops, const plan::table_loop &loop)
        : table_(table), loop_(loop), parts_(loops.parts_of(loop.loop, wanted(table, loop).view())) {
        const graph::loop_steps steps = graph::steps_of(table.attributes(parts_.iteration));
        result_.count = steps.count;
        result_.backwards = steps.backwards;
    }

    loop_body run(const plan::entry_loops &loops) {
        std::vector<bool> is_part(table_.size(), false), is_read(table_.size(), false);
        for (const node_id id : parts_.body) is_part[id] = true;
        for (const node_id id : loop_.reads) is_read[id] = true;
        for (const node_id id : loops.values_read(parts_)) {  // what the body works out itself
            const node_id base = plan::below_layout(table_, id);
            for (node_id layout = id; layout != base; layout = table_[layout].inputs[0]) is_part[layout] = true;
            if (plan::is_literal(table_[base].kind)) is_part[base] = true;
        }
        for (node_id id = 0; id < table_.size(); ++id) {
            if (is_part[id])
                add_part(id);
            else if (is_read[id])
                add_leaf(op::input, "read", id, id, result_.reads);
        }
        add_results();
        result_.table = b_.table();
        return std::move(result_);
    }

  private:
    static graph::list<node_id> wanted(const graph::table_view &table, const plan::table_loop &loop) {
        graph::list<node_id> values;
        for (const node_id id : loop.results) values.push_back(table[id].inputs[1]);
        return values;
    }

    void locate(node_id id) {
        b_.set_location(table_.location_of(id).known() ? b_.add_location(table_.location_of(id)) : 0);
        b_.set_differentiating(table_[id].is_derivative);
    }
    void add_leaf(op kind, const char *name, node_id id, node_id outside, std::vector<loop_body::link> &links) {
        locate(id);
        const std::string text = name + std::to_string(id);
        moved_[id] = kind == op::state ? b_.declare(kind, text, table_[id].type, table_.dims(id), {0, 0, 0})
                                       : b_.declare(kind, text, table_[id].type, table_.dims(id), {0});
        links.push_back({moved_[id], outside});
    }

    void add_part(node_id id) {
        const node &n = table_[id];
        if (id == parts_.iteration) return;
        const bool is_own = n.input_count == 2 && n.inputs[1] == parts_.iteration;
        if (n.kind == op::carry && is_own) return add_leaf(op::state, "carry", id, id, result_.carries);
        if (n.kind == op::element && is_own) return add_leaf(op::input, "row", id, n.inputs[0], result_.elements);
        node copy = n;
        for (int k = 0; k < n.input_count; ++k) {
            if (n.inputs[k] == parts_.iteration)
                throw graph_error("the number of a loop's step is no value; give the loop a sequence of numbers");
            copy.inputs[k] = moved_.at(n.inputs[k]);
        }
        locate(id);
        copy.dims = b_.intern(table_.dims(n));
        moved_[id] = b_.insert(copy, table_.attributes(n));
    }

    /// What is stacked has memory of its own, and a carry another: the next value may be both.
    void add_results() {
        graph::list<graph::root> roots;
        std::vector<node_id> outputs;
        for (const node_id id : loop_.results) {
            if (table_[id].kind != op::stacked) continue;
            locate(id);
            graph::root r;
            r.name = b_.intern("rows" + std::to_string(id));
            r.node = graph::result_of(b_, value_of(table_[id].inputs[1]));
            roots.push_back(r);
            outputs.push_back(r.node);
            result_.rows.push_back({r.node, id});
        }
        for (std::size_t k = 0; k < parts_.carries.size(); ++k) {
            node_id next = value_of(parts_.next[k]);
            locate(parts_.carries[k]);
            if (std::ranges::find(outputs, next) != outputs.end()) next = copy_of(next);
            graph::root r;
            r.what = graph::root_kind::update;
            r.node = graph::assign(b_, moved_.at(parts_.carries[k]), next);
            roots.push_back(r);
        }
        b_.add_entry("step", roots.view());
    }
    node_id value_of(node_id id) { return moved_.at(id); }
    node_id copy_of(node_id id) {
        node copy = graph::layout_node(b_, op::cast, id, b_[id].dims);
        return b_.insert(copy, {});
    }

    const graph::table_view &table_;
    const plan::table_loop &loop_;
    graph::loop_parts parts_;
    graph::builder b_;
    std::map<node_id, node_id> moved_;
    loop_body result_;
};

}  // namespace

loop_body body_of(const graph::table_view &table, const plan::entry_loops &loops, const plan::table_loop &loop) {
    return body_builder(table, loops, loop).run(loops);
}

}  // namespace sylvite::codegen
