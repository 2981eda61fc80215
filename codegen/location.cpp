#include <sylvite/codegen/location.hpp>

#include <algorithm>
#include <set>

namespace sylvite::codegen {
namespace {

using graph::node_id;

/// The last `parts` parts of a path.
std::string tail(const std::string &path, int parts) {
    std::size_t at = path.size();
    while (parts-- > 0 && at != std::string::npos && at != 0) at = path.rfind('/', at - 1);
    return at == std::string::npos || at == 0 ? path : path.substr(at + 1);
}

bool is_about(const graph::node &n, graph::op_class kind) { return graph::info(n.kind).kind == kind; }

}  // namespace

line_names::line_names(const graph::table_view &table) : table_(table) {
    std::set<std::string> files;
    for (const location &l : table.locations)
        if (l.known()) files.insert(l.file);
    for (const std::string &file : files) {
        int parts = 1;
        const auto is_shared = [&](const std::string &name) {
            return std::count_if(files.begin(), files.end(),
                                 [&](const std::string &other) { return tail(other, parts) == name; }) > 1;
        };
        while (tail(file, parts) != file && is_shared(tail(file, parts))) ++parts;
        names_[file] = tail(file, parts);
    }
}

std::string line_names::of(node_id id) const {
    const location l = table_.location_of(id);
    return l.known() ? names_.at(l.file) + ':' + std::to_string(l.line) : "";
}

std::string line_names::of(const extracted_kernel &kernel) const {
    for (const graph::op_class kind : {graph::op_class::contraction, graph::op_class::reduction})
        for (std::size_t i = 0; i < kernel.origins.size(); ++i)
            if (is_about(kernel.spec.nodes[i], kind) && table_.location_of(kernel.origins[i]).known())
                return of(kernel.origins[i]);
    return of(kernel.outputs.front());
}

std::vector<std::string> line_names::all_of(const extracted_kernel &kernel) const {
    std::set<std::pair<std::string, std::uint32_t>> lines;
    const auto note = [&](node_id id) {
        if (const location l = table_.location_of(id); l.known()) lines.emplace(names_.at(l.file), l.line);
    };
    for (std::size_t i = 0; i < kernel.origins.size(); ++i)
        if (!is_about(kernel.spec.nodes[i], graph::op_class::leaf)) note(kernel.origins[i]);
    for (const node_id id : kernel.outputs) note(id);
    std::vector<std::string> names;
    for (const auto &[file, line] : lines) names.push_back(file + ':' + std::to_string(line));
    return names;
}

}  // namespace sylvite::codegen
