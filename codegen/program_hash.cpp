#include <sylvite/codegen/program_hash.hpp>
#include <sylvite/dsl/graph/graph_error.hpp>

#include <bit>

namespace sylvite::codegen {
namespace {

class hasher {
  public:
    void word(const std::string &text) { text_ += text + ' '; }
    template <class Number>
    void number(Number value) {
        text_ += std::to_string(value) + ' ';
    }
    void line() { text_ += '\n'; }
    [[nodiscard]] std::uint64_t value() const { return std::stoull(hash_hex(text_).substr(0, 16), nullptr, 16); }

  private:
    std::string text_;
};

/// Where it was written and by whom is no part of what it computes.
void add_node(hasher &h, const graph::table_view &table, const graph::node &n) {
    h.line();
    h.word(graph::info(n.kind).name);
    h.word(name_of(n.type));
    h.word(name_of(n.accumulator));
    h.word(to_string(table.dims(n)));
    h.number(n.effect);
    for (int k = 0; k < n.input_count; ++k) h.number(n.inputs[k]);
    for (const std::int64_t a : table.attributes(n)) h.number(a);
}

void add_tensor(hasher &h, const tensor_model &t) {
    h.line();
    h.word(t.name);
    h.word(name_of(t.type));
    h.word(to_string(t.dims));
    h.number(static_cast<int>(t.what));
    h.number(static_cast<int>(t.where));
    h.number(t.offset);
    h.number(static_cast<int>(t.init.how));
    h.number(std::bit_cast<std::uint64_t>(t.init.a));
    h.number(std::bit_cast<std::uint64_t>(t.init.b));
}

}  // namespace

std::uint64_t program_hash(const graph::table_view &table, const program_model &model,
                           const std::vector<tensor_model> &named) {
    hasher h;
    h.word(model.name);
    h.word(model.network.name);
    h.number(model.network.variables);
    if (model.reference) h.word("reference");
    for (const tensor_model &t : named) add_tensor(h, t);
    for (const graph::node &n : table.nodes) add_node(h, table, n);
    for (const graph::entry_record &e : table.entries) {
        h.line();
        h.word(std::string(table.name(e.name)));
        for (const graph::root &r : table.roots_of(e)) {
            h.number(static_cast<int>(r.what));
            h.number(r.node);
            h.number(r.static_count);
            h.number(r.symbol_mask);
        }
    }
    return h.value();
}

}  // namespace sylvite::codegen
