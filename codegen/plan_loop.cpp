// A loop as calls: a copy of each carry's start, and a repeat of the body, whose kernels are planned as an entry's are.
#include <sylvite/codegen/loop_body.hpp>
#include <sylvite/codegen/plan_calls.hpp>

#include <sylvite/dsl/graph/graph_error.hpp>

#include <algorithm>

namespace sylvite::codegen {

using graph::node_id;
using graph::op;

namespace {

bool holds(const std::vector<std::uint32_t> &tensors, std::uint32_t tensor) {
    return std::ranges::find(tensors, tensor) != tensors.end();
}

core::work repeated(core::work w, const extent &count) {
    if (count.is_dynamic())
        for (std::uint8_t &s : w.symbols)
            if (s == 0) {
                s = static_cast<std::uint8_t>(count.symbol);
                std::ranges::sort(w.symbols, [](auto a, auto b) { return b == 0 ? a != 0 : a != 0 && a < b; });
                return w;
            }
    w.flops *= count.value;
    w.bytes *= count.value;
    return w;
}

/// Offsets of a body's workspace, behind those that the compound has already.
void place_within(const call_list &list, compound &into) {
    std::vector<plan::block> blocks;
    for (const auto &[node, life] : list.lives) blocks.push_back(life.block);
    for (const compound &c : list.compounds) blocks.push_back(c.block);
    const plan::memory_plan placed = plan::plan_memory(blocks);
    std::size_t i = 0;
    for (const auto &[node, life] : list.lives)
        into.tensors.push_back({life.tensor, into.block.bytes + placed.offsets[i++]});
    for (const compound &c : list.compounds) {
        for (const placed_tensor &t : c.tensors)
            into.tensors.push_back({t.tensor, into.block.bytes + placed.offsets[i] + t.offset});
        ++i;
    }
    into.block.bytes += plan::aligned(placed.bytes);
}

}  // namespace

class loop_planner {
  public:
    loop_planner(call_planner &planner, call_list &list, const plan::table_loop &loop, entry_uses &uses)
        : planner_(planner), model_(planner.model_), list_(list), loop_(loop), uses_(uses),
          body_(body_of(list.table, list.plan.fusion.loops, loop)), table_(body_.table.view()), lines_(table_) {
        own_.block.first = list.now();
    }

    void run() {
        repeat_.count = body_.count;
        repeat_.backwards = body_.backwards;
        if (repeat_.count.is_dynamic()) {
            repeat_.count.symbol = planner_.interface_.symbol_of.at(repeat_.count.symbol);
            add_symbol(uses_, repeat_.count.symbol);
        }
        name_parts();
        for (const loop_body::link &l : body_.carries) start(l);
        plan_body();
        add_repeat();
    }

  private:
    /// Not of the network's table, as a body's are, but for the carries of a loop that an entry runs.
    std::uint32_t add_tensor(tensor_model t, node_id node = 0) {
        t.node = node;
        model_.tensors.push_back(std::move(t));
        return static_cast<std::uint32_t>(model_.tensors.size() - 1);
    }

    /// Row t of a tensor: what a repeat moves.
    std::uint32_t add_row(node_id node, std::uint32_t of) {
        tensor_model t = planner_.interface_.tensor_for(table_, node, lines_);
        t.what = core::role::part;
        core::moving m;
        m.of = of;
        m.stride = sylvite::size_of(t.type);
        int symbols = 0;
        for (int i = 0; i < t.dims.rank; ++i) {
            if (!t.dims[i].is_dynamic())
                m.stride *= static_cast<std::uint64_t>(t.dims[i].value);
            else if (symbols == std::ssize(m.symbols))
                throw graph_error("the rows of a loop's sequence have more than two extents that change at run time");
            else
                m.symbols[symbols++] = static_cast<std::uint8_t>(t.dims[i].symbol);
        }
        m.tensor = add_tensor(std::move(t));
        std::set<std::uint32_t> &unaligned = planner_.unaligned_;
        if (m.stride % plan::block_alignment != 0 || unaligned.contains(of)) unaligned.insert(m.tensor);
        repeat_.movings.push_back(m);
        return m.tensor;
    }

    /// What the body reads and stacks.
    void name_parts() {
        for (const loop_body::link &l : body_.reads) tensor_of_[l.inside] = list_.tensor_of.at(l.outside);
        for (const loop_body::link &l : body_.elements)
            tensor_of_[l.inside] = add_row(l.inside, list_.tensor_of.at(l.outside));
        for (const loop_body::link &l : body_.rows) {
            written_.push_back(list_.tensor_of.at(l.outside));
            tensor_of_[l.inside] = add_row(l.inside, written_.back());
        }
    }

    /// The carry's memory, which is that of its last value where the entry wants it, and a copy of the start to there.
    void start(const loop_body::link &l) {
        const auto is_last = [&](node_id result) {
            return list_.table[result].kind == op::last && list_.table[result].inputs[1] == l.outside;
        };
        const node_id *const result = std::find_if(loop_.results.begin(), loop_.results.end(), is_last);
        const bool is_result = result != loop_.results.end();
        const std::uint32_t tensor = is_result ? list_.tensor_of.at(*result)
                                               : add_tensor(planner_.interface_.tensor_for(table_, l.inside, lines_),
                                                            list_.is_body ? 0 : l.outside);
        if (!is_result) own_.append(tensor, model_.tensors[tensor].bytes());
        tensor_of_[l.inside] = tensor;
        written_.push_back(tensor);

        const std::uint32_t from = list_.tensor_of.at(list_.table[l.outside].inputs[0]);
        planner_.touch(list_, from, list_.now(), uses_);
        if (is_result) planner_.touch(list_, tensor, own_.block.first, uses_);
        uses_.writes_persistent = uses_.writes_persistent || model_.tensors[tensor].where == core::segment::persistent;
        call_model copy;
        copy.what = core::call::kind::copy;
        copy.label = "start of a carry";
        copy.operands = {{core::operand::kind::tensor, from}, {core::operand::kind::tensor, tensor}};
        copy.result_count = 1;
        copy.location = lines_.of(l.inside);
        copy.lines.push_back(copy.location);
        copy.origins.push_back(l.outside);
        list_.calls.push_back(std::move(copy));
    }

    void plan_body() {
        plan::fusion_options options = planner_.fusion_;
        options.prepare = false;  // a step is no run of its own
        const plan::ordered_kernels plan = plan::order_kernels(table_, table_.entries[0], options);
        call_list inner{table_, plan, lines_, tensor_of_};
        inner.is_body = true;
        for (node_id id = 0; id < table_.size(); ++id) {
            if (plan.fusion.materialised[id] == 0 || tensor_of_.contains(id)) continue;
            if (const node_id as = plan.fusion.stored_as[id]; as != graph::no_node) {
                tensor_of_[id] = tensor_of_.at(as);
                continue;
            }
            if (const node_id target = plan.fusion.target_of[id]; target != graph::no_node) {
                tensor_of_[id] = tensor_of_.at(target);
                continue;
            }
            tensor_of_[id] = add_tensor(planner_.interface_.tensor_for(table_, id, lines_, plan.orders[id]));
            inner.own.insert(tensor_of_[id]);
        }
        planner_.add_calls(inner, uses_);
        place_within(inner, own_);
        for (std::uint32_t t = 0; t < inner.is_touched.size(); ++t)
            if (inner.is_touched[t] && !is_own(t) && !holds(written_, t)) read_.push_back(t);
        for (const core::moving &m : repeat_.movings)
            if (!holds(written_, m.of) && !holds(read_, m.of)) read_.push_back(m.of);
        repeat_.body = std::move(inner.calls);
    }

    void add_repeat() {
        call_model c;
        c.what = core::call::kind::repeat;
        c.label = "loop";
        c.location = lines_.of(table_.roots[0].node);
        c.origins.push_back(loop_.loop);
        for (const call_model &b : repeat_.body)
            for (const std::string &line : b.lines)
                if (std::ranges::find(c.lines, line) == c.lines.end()) c.lines.push_back(line);
        for (const auto *tensors : {&read_, &written_})
            for (const std::uint32_t t : *tensors) {
                c.operands.push_back({core::operand::kind::tensor, t});
                if (!is_own(t)) planner_.touch(list_, t, list_.now(), uses_);
            }
        c.result_count = written_.size();
        for (const call_model &b : repeat_.body)
            for (const core::work &w : b.costs) c.costs.push_back(repeated(w, repeat_.count));
        own_.block.last = list_.now();
        if (own_.block.bytes != 0) list_.compounds.push_back(std::move(own_));
        model_.repeats.push_back(std::move(repeat_));
        c.kernel = model_.repeats.size() - 1;
        list_.calls.push_back(std::move(c));
    }

    /// The body's alone: its workspace, its carries, and the rows that the repeat moves.
    [[nodiscard]] bool is_own(std::uint32_t tensor) const {
        return std::ranges::find(own_.tensors, tensor, &placed_tensor::tensor) != own_.tensors.end() ||
               std::ranges::find(repeat_.movings, tensor, &core::moving::tensor) != repeat_.movings.end();
    }

    call_planner &planner_;
    plan_model &model_;
    call_list &list_;
    const plan::table_loop &loop_;
    entry_uses &uses_;
    loop_body body_;
    graph::table_view table_;
    line_names lines_;
    tensor_map tensor_of_;
    compound own_;
    repeat_model repeat_;
    std::vector<std::uint32_t> read_, written_;
};

void plan_loop(call_planner &to, call_list &list, const plan::table_loop &loop, entry_uses &uses) {
    loop_planner(to, list, loop, uses).run();
}

}  // namespace sylvite::codegen
