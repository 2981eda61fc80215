#include "formula.hpp"

#include <bit>
#include <cmath>
#include <sstream>
#include <vector>

namespace sylvite::docs {
namespace {

using graph::node;
using graph::node_id;
using graph::op;

enum precedence { disjunction, conjunction, comparison, sum, product, atom };

struct infix {
    op kind;
    const char *sign;
    precedence level;
};
constexpr infix infixes[] = {
    {op::add, " + ", sum},
    {op::subtract, " - ", sum},
    {op::multiply, " * ", product},
    {op::divide, " / ", product},
    {op::less, " < ", comparison},
    {op::less_equal, " <= ", comparison},
    {op::equal, " == ", comparison},
    {op::not_equal, " != ", comparison},
    {op::logical_and, " && ", conjunction},
    {op::logical_or, " || ", disjunction},
};

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    std::ostringstream text;
    text.precision(7);
    text << value;
    return text.str();
}

std::string list(graph::array_view<const std::int64_t> values) {
    std::string text;
    for (const std::int64_t v : values) text += (text.empty() ? "" : ", ") + std::to_string(v);
    return "{" + text + "}";
}

class printer {
  public:
    printer(const graph::node_view &graph, const names &known) : graph_(graph), known_(known) {}

    std::string print(node_id id, precedence around) const {
        if (const auto found = known_.find(id); found != known_.end()) return found->second;
        const node &n = graph_[id];
        for (const infix &i : infixes)
            if (i.kind == n.kind) {
                // a - (b + c), a / (b * c): the right operand binds tighter
                const bool left_only = n.kind == op::subtract || n.kind == op::divide;
                const auto right = left_only ? static_cast<precedence>(i.level + 1) : i.level;
                return enclosed(print(n.inputs[0], i.level) + i.sign + print(n.inputs[1], right), i.level < around);
            }
        switch (n.kind) {
            case op::constant:
                return number(std::bit_cast<double>(graph_.attributes(n)[0]));
            case op::negate:
                return enclosed("-" + print(n.inputs[0], product), around > sum);
            case op::broadcast:
                if (graph_.dims(n.inputs[0]).rank == 0) return print(n.inputs[0], around);
                return "stretch(" + print(n.inputs[0], disjunction) + ", " + shape_text(graph_.dims(n)) + ")";
            case op::reshape:
                return "reshape(" + print(n.inputs[0], disjunction) + ", " + shape_text(graph_.dims(n)) + ")";
            case op::stop_gradient:
                return print(n.inputs[0], around);
            case op::contraction:
                return einsum(n);
            default:
                return call(n);
        }
    }

  private:
    static std::string enclosed(std::string text, bool needed) { return needed ? "(" + text + ")" : text; }

    std::string call(const node &n) const {
        std::string text = std::string(graph::info(n.kind).name) + "(";
        for (int k = 0; k < n.input_count; ++k) text += (k == 0 ? "" : ", ") + print(n.inputs[k], disjunction);
        if (n.kind == op::cast) text += std::string(", ") + name_of(n.type);
        const graph::op_class kind = graph::info(n.kind).kind;
        const bool shows_axes = kind == graph::op_class::reduction || n.kind == op::permute || n.kind == op::reverse;
        if (shows_axes) text += ", axes " + list(graph_.attributes(n));
        if (n.kind == op::pad || n.kind == op::slice || n.kind == op::scatter_add)
            text += ", " + shape_text(graph_.dims(n));
        return text + ")";
    }

    std::string einsum(const node &n) const {
        const auto labels = graph_.attributes(n);
        const auto a = static_cast<std::size_t>(graph_.dims(n.inputs[0]).rank);
        const auto b = static_cast<std::size_t>(graph_.dims(n.inputs[1]).rank);
        std::string letters;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (i == a) letters += ",";
            if (i == a + b) letters += "->";
            letters += static_cast<char>('a' + labels[i]);
        }
        return "einsum(\"" + letters + "\", " + print(n.inputs[0], disjunction) + ", " +
               print(n.inputs[1], disjunction) + ")";
    }

    const graph::node_view &graph_;
    const names &known_;
};

}  // namespace

std::string formula(const graph::node_view &graph, graph::node_id id, const names &known) {
    return printer(graph, known).print(id, disjunction);
}

std::string shape_text(const shape &s) {
    std::string text = "[";
    for (int i = 0; i < s.rank; ++i)
        text += (i == 0 ? "" : ", ") + (s[i].is_dynamic() ? std::string("n") : std::to_string(s[i].value));
    return text + "]";
}

}  // namespace sylvite::docs
