// Builds a table node by node: interns attributes and names, shares equal nodes, simplifies on insertion.
// Knows nothing of the rules of each operation: those stand in ops/, grad/ and simplify/.
#pragma once

#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/graph/group.hpp>
#include <sylvite/dsl/graph/mistake.hpp>
#include <sylvite/dsl/graph/modes.hpp>
#include <sylvite/dsl/graph/name_index.hpp>
#include <sylvite/dsl/graph/node_index.hpp>
#include <sylvite/dsl/graph/shape_index.hpp>
#include <sylvite/dsl/graph/sharing.hpp>

#include <bit>
#include <initializer_list>

namespace sylvite::graph {

class builder;
inline constexpr std::size_t max_attributes = 32;

/// The rewrite rules (simplify/rewrite.hpp): a node that computes the same as the candidate, or no_node.
constexpr node_id rewrite(builder &b, const node &candidate, array_view<const std::int64_t> attributes);

class builder {
  public:
    constexpr builder() {
        table_.locations.push_back({});
        table_.shapes.push_back({});
    }

    /// The node for this operation: an equal one that exists already, a simpler one, or a new one.
    constexpr node_id add(const node &n, array_view<const std::int64_t> attributes = {}) {
        if (const node_id simpler = rewrite(*this, n, attributes); simpler != no_node) return simpler;
        return insert(n, attributes);
    }
    constexpr node_id add(const node &n, std::initializer_list<std::int64_t> attributes) {
        return add(n, array_view<const std::int64_t>(attributes.begin(), attributes.size()));
    }

    /// As add, without simplification.
    constexpr node_id insert(const node &n, array_view<const std::int64_t> attributes) {
        const std::uint64_t hash = node_index::hash_of(n, attributes);
        if (n.effect == 0)
            if (const node_id found = equal_nodes_.find(table_, hash, n, attributes); found != no_node) return found;
        const auto id = static_cast<node_id>(table_.nodes.size());
        table_.nodes.push_back(n);
        // in its place: every copy of a node costs the compiler about 10 microseconds
        node &inserted = table_.nodes.back();
        if (!node_index::is_reducing(inserted.kind)) inserted.accumulator = inserted.type;
        inserted.attributes = store(attributes);
        inserted.location = location_ != 0 ? location_ : inherited_location(inserted);
        inserted.is_derivative = is_derivative_;
        if (inserted.effect != 0) effects_.push_back(id);
        equal_nodes_.add(table_, hash, id);
        return id;
    }

    [[nodiscard]] constexpr const node &operator[](node_id id) const { return table_.nodes[id]; }
    [[nodiscard]] constexpr std::size_t size() const { return table_.nodes.size(); }
    [[nodiscard]] constexpr array_view<const std::int64_t> attributes(node_id id) const {
        const attribute_list a = table_.nodes[id].attributes;
        return table_.pool.view().subspan(a.first, a.count);
    }
    [[nodiscard]] constexpr array_view<const std::int64_t> attributes(const node &n) const {
        return table_.pool.view().subspan(n.attributes.first, n.attributes.count);
    }
    /// The shape of a node. Where it lies may change when something is added.
    [[nodiscard]] constexpr const shape &dims(shape_id id) const { return table_.shapes[id.index]; }
    [[nodiscard]] constexpr const shape &dims(node_id id) const { return dims(table_.nodes[id].dims); }
    [[nodiscard]] constexpr const shape &dims(const node &n) const { return dims(n.dims); }
    /// The number of a shape, added if it is new.
    constexpr shape_id intern(const shape &dims) { return shapes_.intern(table_, dims); }
    /// Where what is added next is written, as an index of table::locations; 0: where its operands are.
    [[nodiscard]] constexpr std::uint32_t current_location() const { return location_; }
    constexpr void set_location(std::uint32_t id) { location_ = id; }
    /// Whether what is added next is part of a gradient.
    [[nodiscard]] constexpr bool is_differentiating() const { return is_derivative_; }
    constexpr void set_differentiating(bool yes) { is_derivative_ = yes; }
    [[nodiscard]] constexpr std::uint32_t add_location(const location &where) {
        const location &last = table_.locations.back();
        // the compiler's own function: std::string_view would walk over both paths, character by character
        if (last.line != where.line || __builtin_strcmp(last.file, where.file) != 0) table_.locations.push_back(where);
        return static_cast<std::uint32_t>(table_.locations.size() - 1);
    }

    /// The line of what follows, for messages alone: nodes stand where their operands are.
    constexpr void note(const location &where) {
        if (where.known()) static_cast<void>(add_location(where));
    }
    /// Of the call that was entered last, of those that know where they are written.
    [[nodiscard]] constexpr const location &latest_location() const { return table_.locations.back(); }

    /// How many loops are around what is added next (ops/loop.hpp).
    [[nodiscard]] constexpr std::int32_t loop_depth() const { return loop_depth_; }
    constexpr void set_loop_depth(std::int32_t depth) { loop_depth_ = depth; }

    [[nodiscard]] constexpr group_list &groups() { return groups_; }

    [[nodiscard]] constexpr mode_records &modes() { return modes_; }
    [[nodiscard]] constexpr const mode_records &modes() const { return modes_; }

    /// How often the name was asked for before: streams of random numbers are told apart by it.
    [[nodiscard]] constexpr std::uint32_t next_occurrence(std::string_view text) {
        const name_id id = intern(text);
        if (id >= occurrences_.size()) occurrences_.resize(id + 1, 0);
        return occurrences_[id]++;
    }

    /// From now on, mistakes that building can go on after are kept instead of reported; the first one counts.
    constexpr void remember_mistakes() { remembers_mistakes_ = true; }
    [[nodiscard]] constexpr const mistake &first_mistake() const { return mistake_; }
    /// `what` and `name` say to a reader of compilers' messages what `fault` says at run time.
    template <class Fault>
    constexpr void report(Fault fault, std::string_view what, std::string_view name) {
        if (!remembers_mistakes_) fault(name);
        if (mistake_.found()) return;
        mistake::copy(what, mistake_.what);
        mistake::copy(name, mistake_.name);
        mistake::copy(latest_location(), mistake_.where);
    }

    [[nodiscard]] constexpr const graph::table &table() const { return table_; }
    [[nodiscard]] constexpr std::string_view name(name_id id) const {
        const name_range r = table_.names[id];
        return {table_.characters.begin() + r.first, r.count};
    }

    /// The id of a name, added if it is new.
    constexpr name_id intern(std::string_view text) { return names_.intern(table_, text); }

    /// A leaf with a name of its own: input, parameter or state. A name may be declared once, by a layer that shares
    /// its parameters once an application.
    constexpr node_id declare(op kind, std::string_view text, dtype type, const shape &dims,
                              std::initializer_list<std::int64_t> more = {}) {
        if (text.empty()) fault::empty_name(info(kind).name);
        const name_id text_id = intern(text);
        node_id found = leaf_named(text_id);
        if (found != no_node && !sharing_.use_again(text_id)) {
            report(fault::repeated_name, "declared twice", text);
            found = no_node;
        }
        node n;
        n.kind = kind;
        n.type = n.accumulator = type;
        n.dims = intern(dims);
        std::int64_t attributes[8] = {static_cast<std::int64_t>(text_id)};
        std::size_t count = 1;
        for (const std::int64_t a : more) attributes[count++] = a;
        if (found != no_node) {
            if (!node_index::equal(table_, found, n, {attributes, count}))
                fault::shared_layer_is_applied_differently(text, this->dims(found), dims);
            return found;
        }
        const node_id id = insert(n, {attributes, count});
        sharing_.declared(text_id);
        leaves_.push_back(id);
        leaf_of_name_.resize(table_.names.size(), no_node);
        leaf_of_name_[static_cast<std::size_t>(attributes[0])] = id;
        return id;
    }
    /// Layers that are applied several times: see layers/shared.hpp.
    [[nodiscard]] constexpr graph::sharing &sharing() { return sharing_; }
    [[nodiscard]] constexpr sharing::key claim_layer(std::string_view text) {
        return sharing_.claim(intern(text), text);
    }
    /// The input, parameter or state of this name, or no_node.
    [[nodiscard]] constexpr node_id find_leaf(std::string_view text) const {
        return leaf_named(names_.find(table_, text));
    }
    /// Inputs, parameters and states, in the order of their declaration.
    [[nodiscard]] constexpr array_view<const node_id> leaves() const { return leaves_.view(); }

    /// A key for an operation that must be neither shared nor reordered: insert the operation at once.
    [[nodiscard]] constexpr std::uint32_t next_effect() const { return effect_count() + 1; }
    [[nodiscard]] constexpr std::uint32_t effect_count() const { return static_cast<std::uint32_t>(effects_.size()); }
    /// The k-th operation with an effect, counted from 0 in the order in which they were written.
    [[nodiscard]] constexpr node_id effect(std::uint32_t k) const { return effects_[k]; }

    constexpr void add_entry(std::string_view text, array_view<const root> roots, array_view<const root> samples = {}) {
        if (text.empty()) fault::empty_name("entry");
        if (roots.empty()) report(fault::empty_entry, "an entry without output, metric or update", text);
        for (const entry_record &e : table_.entries)
            if (name(e.name) == text) report(fault::repeated_entry, "two entries of one name", text);
        check_roots(roots);
        table_.entries.push_back({intern(text), static_cast<std::uint32_t>(table_.roots.size()),
                                  static_cast<std::uint32_t>(roots.size()),
                                  static_cast<std::uint32_t>(samples.size())});
        for (const root &r : roots) table_.roots.push_back(r);
        for (const root &r : samples) table_.roots.push_back(r);
    }

  private:
    /// Operators have no line of their own to give: that of the newest operand which has one.
    [[nodiscard]] constexpr std::uint32_t inherited_location(const node &n) const {
        std::uint32_t found = 0;
        node_id newest = 0;
        for (int i = 0; i < n.input_count; ++i)
            if (n.inputs[i] >= newest && table_.nodes[n.inputs[i]].location != 0) {
                newest = n.inputs[i];
                found = table_.nodes[newest].location;
            }
        return found;
    }
    /// No variable is assigned twice, and no result has another's name.
    constexpr void check_roots(array_view<const root> roots) {
        list<unsigned char> is_assigned(table_.nodes.size(), 0), is_named(table_.names.size(), 0);
        for (const root &r : roots) {
            if (r.what != root_kind::update) {
                if (name(r.name).empty()) fault::empty_name(r.what == root_kind::output ? "output" : "metric");
                if (is_named[r.name] != 0) report(fault::repeated_result, "two results of one name", name(r.name));
                is_named[r.name] = 1;
                continue;
            }
            const node_id target = table_.nodes[r.node].inputs[0];
            if (is_assigned[target] != 0)
                report(fault::two_assigns_to_one_variable, "an entry assigns twice to",
                       name(static_cast<name_id>(attributes(target)[0])));
            is_assigned[target] = 1;
        }
    }
    [[nodiscard]] constexpr node_id leaf_named(name_id name) const {
        return name < leaf_of_name_.size() ? leaf_of_name_[name] : no_node;
    }
    [[nodiscard]] constexpr attribute_list store(array_view<const std::int64_t> attributes) {
        if (attributes.empty()) return {};
        const auto first = static_cast<std::uint32_t>(table_.pool.size());
        if (attributes.size() > max_attributes) fault::too_many_attributes(attributes.size());
        std::int64_t copy[max_attributes] = {};  // the attributes may be a view of the pool, which moves as it grows
        for (std::size_t i = 0; i < attributes.size(); ++i) copy[i] = attributes[i];
        for (std::size_t i = 0; i < attributes.size(); ++i) table_.pool.push_back(copy[i]);
        return {first, static_cast<std::uint32_t>(attributes.size())};
    }

    graph::table table_;
    node_index equal_nodes_;
    list<node_id> leaves_;
    list<node_id> leaf_of_name_;  // per name; may be shorter
    name_index names_;
    shape_index shapes_;
    list<node_id> effects_;
    std::uint32_t location_ = 0;
    graph::sharing sharing_;
    bool is_derivative_ = false;
    std::int32_t loop_depth_ = 0;
    group_list groups_;
    mode_records modes_;
    list<std::uint32_t> occurrences_;  // per name; may be shorter
    mistake mistake_;
    bool remembers_mistakes_ = false;
};

}  // namespace sylvite::graph
