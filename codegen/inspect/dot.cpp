#include <sylvite/codegen/inspect/dot_style.hpp>
#include <sylvite/codegen/inspect/layout.hpp>
#include <sylvite/codegen/inspect/writers.hpp>

#include <fmt/format.h>

#include <map>
#include <set>

namespace sylvite::codegen {
namespace {

class dot_writer {
  public:
    dot_writer(const network_report &report, const entry_report &entry, std::vector<pass> passes)
        : report_(report), entry_(entry), passes_(std::move(passes)), table_(report.network->table.view()) {}

    std::string run(graph_detail detail) {
        text_ =
            fmt::format("// The graph of {}, entry {}. Written by {}.inspect.\ndigraph {} {{\n", report_.model().name,
                        entry_.entry->name, report_.model().name, quoted_text(report_.model().name));
        text_ += "  graph [fontname=\"Helvetica\", fontsize=12, rankdir=TB, ranksep=0.35, nodesep=0.2, newrank=true]\n"
                 "  node [fontname=\"Helvetica\", fontsize=11, style=filled, margin=\"0.10,0.04\", height=0.3]\n"
                 "  edge [color=\"#555555\", arrowsize=0.6]\n";
        legend();
        for (std::size_t i = 0; i < entry_.calls.size(); ++i)
            detail == graph_detail::operations ? cluster(i) : kernel(i);
        variables();
        results();
        return std::move(text_) + edges_ + "}\n";
    }

  private:
    /// One node: the ranks of the graph have no say in it.
    void legend() {
        text_ +=
            "  legend [shape=plain, fillcolor=white, label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"3\" "
            "CELLPADDING=\"4\" COLOR=\"#999999\">\n";
        for (const pass part : {pass::forward, pass::backward, pass::update})
            text_ +=
                fmt::format("    <TR><TD BGCOLOR=\"{}\">{}</TD></TR>\n", colours_of(part).fill, codegen::name_of(part));
        text_ +=
            "    <TR><TD BORDER=\"0\" ALIGN=\"LEFT\">slanted: inputs<BR ALIGN=\"LEFT\"/>round: parameters, state<BR "
            "ALIGN=\"LEFT\"/>eight corners: results<BR ALIGN=\"LEFT\"/>frame: a kernel's call</TD></TR></TABLE>>]\n";
    }

    /// "2  contraction add relu" and the user's lines
    [[nodiscard]] static std::string title(const call_report &c) {
        const std::string what =
            c.kernel == nullptr ? c.call->label
                                : fmt::format("{} {}", codegen::name_of(c.kernel->spec.kind), c.kernel->short_name());
        const std::string times = c.loop == nullptr ? "" : fmt::format(" of {} steps", c.loop->count.value);
        return fmt::format("{}  {}{}\\n{}  {}", c.number, what, times, lines_text(c.call->lines),
                           flops_text(c.cost.flops));
    }

    /// A loop is one box, as a kernel is in less detail.
    void cluster(std::size_t i) {
        const call_report &c = entry_.calls[i];
        if (c.kernel == nullptr) return kernel(i);
        const kernel_spec &spec = c.kernel->spec;
        text_ += fmt::format(
            "  subgraph cluster_{} {{\n    label={}; labeljust=l; style=rounded; color=\"{}\"; tooltip={}\n", i,
            quoted_text(title(c)), colours_of(c.part).line, quoted_text(c.call->label));
        std::map<graph::node_id, std::string> names;  // of the spec's nodes that are drawn
        for (graph::node_id id = 0; id < spec.nodes.size(); ++id) {
            const graph::node &n = spec.nodes[id];
            const bool is_silent = n.kind == graph::op::broadcast ||
                                   (graph::info(n.kind).kind == graph::op_class::leaf && n.kind != graph::op::random);
            if (is_silent && !is_result(spec, id)) continue;
            names[id] = fmt::format("c{}_{}", i, id);
            operation(c, id, names[id]);
        }
        text_ += "  }\n";
        for (const auto &[id, name] : names)
            for (int k = 0; k < spec.nodes[id].input_count; ++k)
                edge(c, source_of(spec, spec.nodes[id].inputs[k]), name, names);
        for (std::size_t o = 0; o < spec.outputs.size(); ++o) written(c, o, names.at(spec.outputs[o].node));
    }

    void operation(const call_report &c, graph::node_id id, const std::string &name) {
        const kernel_spec &spec = c.kernel->spec;
        const graph::node &n = spec.nodes[id];
        std::string label = graph::info(n.kind).name;
        for (int k = 0; k < n.input_count; ++k)
            if (const graph::node_id from = source_of(spec, n.inputs[k]); spec.nodes[from].kind == graph::op::constant)
                label += ' ' + literal(spec, from);
        const graph::node_id origin = c.call->origins[id];
        const colours colour = colours_of(passes_[origin]);
        text_ += fmt::format("    {} [label={}, shape=box, fillcolor=\"{}\", color=\"{}\", tooltip={}]\n", name,
                             quoted_text(label + "\\n" + shape_text(spec.dims(n))), colour.fill, colour.line,
                             quoted_text(line_of(origin)));
    }

    [[nodiscard]] std::string line_of(graph::node_id origin) const {
        const location l = table_.location_of(origin);
        if (!l.known()) return codegen::name_of(passes_[origin]);
        const std::string file = l.file;
        return fmt::format("{}:{}, {}", file.substr(file.rfind('/') + 1), l.line, codegen::name_of(passes_[origin]));
    }

    void edge(const call_report &c, graph::node_id from, const std::string &to,
              const std::map<graph::node_id, std::string> &names) {
        const graph::node &n = c.kernel->spec.nodes[from];
        if (const auto inside = names.find(from); inside != names.end()) {
            edges_ += fmt::format("  {} -> {}\n", inside->second, to);
        } else if (n.kind == graph::op::argument) {
            const auto k = static_cast<std::size_t>(c.kernel->spec.view().attributes(from)[0]);
            read(c.arguments[k], c, to);
        }
    }

    void kernel(std::size_t i) {
        const call_report &c = entry_.calls[i];
        const std::string name = fmt::format("c{}", i);
        std::string operations;
        const auto add = [&](const call_report &one) {
            for (const auto &[what, count] : one.operations) {
                if (operations.size() > 40) return;
                operations += (operations.empty() ? "" : " ") + what;
                if (operations.size() > 40) operations += " ...";
            }
        };
        add(c);
        for_each_kernel(c.body, add);
        text_ += fmt::format("  {} [label={}, shape=box, fillcolor=\"{}\", color=\"{}\", tooltip={}]\n", name,
                             quoted_text(operations.empty() ? title(c) : title(c) + "\\n" + operations),
                             colours_of(c.part).fill, colours_of(c.part).line, quoted_text(c.call->label));
        for (const std::uint32_t t : c.reads) read(t, c, name);
        for (std::size_t o = 0; o < c.writes.size(); ++o) written(c, o, name);
    }

    /// An edge from what was written last into the tensor, else from the variable itself. Variables stand beside what
    /// uses them: once for the passes that compute, once for the update.
    void read(std::uint32_t tensor, const call_report &c, const std::string &by) {
        const auto found = writer_.find(tensor);
        std::string from;
        if (found != writer_.end()) {
            from = found->second;
        } else {
            const bool updates = c.part == pass::update;
            variables_.emplace(tensor, updates);
            from = variable(tensor, updates);
        }
        edges_ += fmt::format("  {} -> {}\n", from, by);
    }
    static std::string variable(std::uint32_t tensor, bool updates) {
        return fmt::format("t{}{}", tensor, updates ? "u" : "");
    }
    void written(const call_report &c, std::size_t output, const std::string &by) {
        const std::uint32_t tensor = c.writes[output];
        const tensor_model &t = report_.model().first().tensors[tensor];
        if (t.where == core::segment::workspace) {
            writer_[tensor] = by;
            return;
        }
        // what the entry writes into a variable stands at its end, apart from what it was before
        text_ += fmt::format("  n{} [label={}, shape=cylinder, fillcolor=white, tooltip={}]\n", tensor,
                             quoted_text(t.name + " (new)"), quoted_text(t.location));
        edges_ += fmt::format("  {} -> n{}\n", by, tensor);
    }

    void variables() {
        for (const auto &[tensor, updates] : variables_) {
            const tensor_model &t = report_.model().first().tensors[tensor];
            text_ += fmt::format("  {} [label={}, shape={}, fillcolor=white, tooltip={}]\n", variable(tensor, updates),
                                 quoted_text(t.name + "\\n" + shape_text(t.dims)),
                                 t.what == core::role::input ? "parallelogram" : "cylinder", quoted_text(t.location));
        }
    }

    void results() {
        const auto add = [&](const std::string &name, std::uint32_t tensor) {
            text_ += fmt::format("  r{} [label={}, shape=octagon, fillcolor=white]\n", tensor, quoted_text(name));
            const auto from = writer_.find(tensor);
            edges_ +=
                fmt::format("  {} -> r{}\n", from == writer_.end() ? fmt::format("t{}", tensor) : from->second, tensor);
        };
        for (const output_model &o : entry_.entry->outputs) add(o.name, o.tensor);
        for (const metric_model &m : entry_.entry->metrics) add(m.name, m.tensor);
    }

    const network_report &report_;
    const entry_report &entry_;
    std::vector<pass> passes_;
    graph::table_view table_;
    std::string text_, edges_;
    std::map<std::uint32_t, std::string> writer_;         // workspace tensors: the drawn node that wrote it last
    std::set<std::pair<std::uint32_t, bool>> variables_;  // read as they were before the entry; by an update?
};

}  // namespace

std::string to_dot(const network_report &report, std::size_t entry, graph_detail detail) {
    const graph::table_view table = report.network->table.view();
    return dot_writer(report, report.entries[entry], passes_of(table, table.entries[entry])).run(detail);
}

}  // namespace sylvite::codegen
