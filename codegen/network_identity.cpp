#include <sylvite/codegen/network_identity.hpp>

#include <sylvite/codegen/specs.hpp>

#include <set>

namespace sylvite::codegen {

network_identity identify(const graph::table_view &table, std::string name) {
    std::set<std::string> variables;  // sorted: the order of declaration changes nothing in a file
    for (graph::node_id id = 0; id < table.size(); ++id) {
        const graph::node &n = table[id];
        if (n.kind != graph::op::parameter && n.kind != graph::op::state) continue;
        std::string text(table.name_of_leaf(id));
        text += std::string(" ") + name_of(n.type);
        const shape &dims = table.dims(n);
        for (int axis = 0; axis < dims.rank; ++axis) text += ' ' + std::to_string(dims[axis].value);
        variables.insert(std::move(text));
    }
    std::string all;
    for (const std::string &text : variables) all += text + '\n';
    return {std::move(name), std::stoull(hash_hex(all).substr(0, 16), nullptr, 16)};
}

}  // namespace sylvite::codegen
