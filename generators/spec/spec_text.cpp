// The text form of a kernel spec: one line an item, words separated by one space. An extent is "784", or "256:1" for
// symbol 1 with the bound 256; "@3+2" are two attributes that start at position 3 of the pool.
#include <sylvite/generators/spec/kernel_spec.hpp>

#include <charconv>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace sylvite::generators {
namespace {

constexpr std::string_view header = "sylvite-kernel-spec 1";

void append(std::string &text, const shape &dims) {
    text += '[';
    for (int i = 0; i < dims.rank; ++i) {
        if (i != 0) text += ' ';
        text += std::to_string(dims[i].value);
        if (dims[i].is_dynamic()) text += ':' + std::to_string(dims[i].symbol);
    }
    text += ']';
}

/// Reads the words of one line; every complaint names the line.
class line_reader {
  public:
    line_reader(std::string_view line, std::size_t number) : rest_(line), line_(line), number_(number) {}

    [[noreturn]] void fail(const std::string &what) const {
        throw std::runtime_error("kernel spec, line " + std::to_string(number_) + " (\"" + std::string(line_) +
                                 "\"): " + what);
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    std::string_view word() {
        if (rest_.empty()) fail("expected one more word");
        const auto end = rest_.find(' ');
        const std::string_view result = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        return result;
    }
    /// Whether this is the last word, which then is read.
    bool at_last_word(std::string_view wanted) {
        if (rest_ != wanted) return false;
        rest_ = {};
        return true;
    }
    void expect(std::string_view wanted) {
        if (const auto found = word(); found != wanted)
            fail("expected \"" + std::string(wanted) + "\", found \"" + std::string(found) + "\"");
    }
    template <typename Integer>
    Integer parse(std::string_view text) const {
        Integer value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size())
            fail("expected an integer, found \"" + std::string(text) + "\"");
        return value;
    }
    template <typename Integer>
    Integer integer() {
        return parse<Integer>(word());
    }
    dtype type() {
        const auto text = word();
        for (const dtype t : {dtype::f32, dtype::f64, dtype::i32, dtype::boolean})
            if (text == name_of(t)) return t;
        fail("expected a dtype, found \"" + std::string(text) + "\"");
    }
    shape dims() {
        if (rest_.empty() || rest_.front() != '[') fail("expected a shape such as [256:1 784]");
        const auto end = rest_.find(']');
        if (end == std::string_view::npos) fail("expected \"]\" after the extents");
        line_reader inside(rest_.substr(1, end - 1), number_);
        rest_ = rest_.substr(end + 1);
        if (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
        shape result;
        while (!inside.at_end()) {
            if (result.rank == max_rank) fail("expected at most " + std::to_string(max_rank) + " extents");
            const auto text = inside.word();
            const auto colon = text.find(':');
            extent e;
            e.value = parse<std::int64_t>(text.substr(0, colon));
            if (colon != std::string_view::npos) e.symbol = parse<std::int32_t>(text.substr(colon + 1));
            if (e.value < 1 || e.symbol < 0 || e.symbol > max_symbols) fail("an extent or its symbol is out of range");
            result.push_back(e);
        }
        return result;
    }

  private:
    std::string_view rest_, line_;
    std::size_t number_;
};

graph::op parse_op(const line_reader &line, std::string_view text) {
    for (unsigned k = 0; k < static_cast<unsigned>(graph::op::count_); ++k)
        if (text == graph::info(static_cast<graph::op>(k)).name) return static_cast<graph::op>(k);
    line.fail("unknown operation \"" + std::string(text) + "\"");
}

graph::node parse_node(line_reader &line, kernel_spec &spec) {
    const std::size_t id = spec.nodes.size(), pool_size = spec.pool.size();
    if (line.integer<std::size_t>() != id)
        line.fail("nodes must be numbered 0, 1, 2, ...; expected " + std::to_string(id));
    graph::node n;
    n.kind = parse_op(line, line.word());
    n.type = line.type();
    n.accumulator = line.type();
    n.dims = spec.intern(line.dims());
    while (!line.at_end()) {
        const auto text = line.word();
        if (text.front() == '@') {
            const auto plus = text.find('+');
            if (plus == std::string_view::npos) line.fail("expected attributes such as @3+2");
            n.attributes.first = line.parse<std::uint32_t>(text.substr(1, plus - 1));
            n.attributes.count = line.parse<std::uint32_t>(text.substr(plus + 1));
            if (n.attributes.first > pool_size || n.attributes.count > pool_size - n.attributes.first)
                line.fail("the attributes reach past the pool of " + std::to_string(pool_size));
            continue;
        }
        if (n.input_count == graph::max_inputs) line.fail("too many inputs");
        const auto input = line.parse<graph::node_id>(text);
        if (input >= id) line.fail("an input must be an earlier node");
        n.inputs[n.input_count++] = input;
    }
    if (n.input_count != graph::info(n.kind).arity)
        line.fail(std::string(graph::info(n.kind).name) + " takes " + std::to_string(graph::info(n.kind).arity) +
                  " inputs, found " + std::to_string(n.input_count));
    return n;
}

}  // namespace

std::string to_text(const kernel_spec &spec) {
    std::string text(header);
    text += "\nfamily ";
    text += name_of(spec.kind);
    text += '\n';
    for (const auto bound : spec.symbol_bounds) text += "symbol " + std::to_string(bound) + '\n';
    for (const auto &argument : spec.arguments) {
        text += "argument ";
        text += name_of(argument.type);
        text += ' ';
        append(text, argument.dims);
        text += '\n';
    }
    if (!spec.pool.empty()) {
        text += "pool";
        for (const auto value : spec.pool) text += ' ' + std::to_string(value);
        text += '\n';
    }
    for (std::size_t id = 0; id < spec.nodes.size(); ++id) {
        const auto &n = spec.nodes[id];
        text += "node " + std::to_string(id) + ' ' + graph::info(n.kind).name + ' ' + name_of(n.type) + ' ' +
                name_of(n.accumulator) + ' ';
        append(text, spec.dims(n));
        for (int i = 0; i < n.input_count; ++i) text += ' ' + std::to_string(n.inputs[i]);
        if (n.attributes != graph::attribute_list{})
            text += " @" + std::to_string(n.attributes.first) + '+' + std::to_string(n.attributes.count);
        text += '\n';
    }
    for (const auto &output : spec.outputs) {
        text += "output " + std::to_string(output.node);
        if (output.in_place >= 0) text += " in_place " + std::to_string(output.in_place);
        if (output.is_row) text += " row";
        text += '\n';
    }
    return text;
}

kernel_spec parse_spec(const std::string &text) {
    kernel_spec spec;
    std::istringstream lines(text);
    std::string content;
    std::size_t number = 0;
    bool family_known = false;
    while (std::getline(lines, content)) {
        line_reader line(content, ++number);
        if (number == 1) {
            if (content != header) line.fail("expected \"" + std::string(header) + "\"");
            continue;
        }
        const auto item = line.word();
        if (item == "family") {
            const auto wanted = line.word();
            for (std::size_t f = 0; f < std::size(family_names); ++f)
                if (wanted == family_names[f]) {
                    spec.kind = static_cast<family>(f);
                    family_known = true;
                }
            if (!family_known) line.fail("unknown family \"" + std::string(wanted) + "\"");
        } else if (item == "symbol") {
            spec.symbol_bounds.push_back(line.integer<std::int64_t>());
        } else if (item == "argument") {
            spec_argument argument;
            argument.type = line.type();
            argument.dims = line.dims();
            spec.arguments.push_back(argument);
        } else if (item == "pool") {
            while (!line.at_end()) spec.pool.push_back(line.integer<std::int64_t>());
        } else if (item == "node") {
            spec.nodes.push_back(parse_node(line, spec));
        } else if (item == "output") {
            spec_output output;
            output.node = line.integer<graph::node_id>();
            if (output.node >= spec.nodes.size()) line.fail("there is no such node");
            output.is_row = line.at_last_word("row");
            if (!line.at_end()) {
                line.expect("in_place");
                output.in_place = line.integer<int>();
                if (output.in_place < 0 || static_cast<std::size_t>(output.in_place) >= spec.arguments.size())
                    line.fail("there is no such argument");
            }
            spec.outputs.push_back(output);
        } else {
            line.fail("unknown item \"" + std::string(item) + "\"");
        }
        if (!line.at_end()) line.fail("words left over at the end of the line");
    }
    if (number == 0) throw std::runtime_error("kernel spec: the text is empty");
    if (!family_known) throw std::runtime_error("kernel spec: no line names the family");
    if (spec.outputs.empty()) throw std::runtime_error("kernel spec: no line names an output");
    return spec;
}

}  // namespace sylvite::generators
