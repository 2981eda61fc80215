#include <sylvite/runtime/data/class_names.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/class_names_text.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sylvite {

class_names load_class_names(std::string_view path, std::string_view column) {
    const std::unique_ptr<io::input> file = io::open_input(path);
    const io::safetensors_header header = io::read_safetensors_header(*file);
    file->require_same_size();
    const std::string_view text = header.metadata_of(io::class_names_key(column));
    if (text.empty()) throw error(fmt::format("{}: it holds no class names of '{}'", path, column));
    const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);  // without exceptions
    std::vector<std::string> names;
    bool are_texts = list.is_array();
    if (are_texts)
        for (const nlohmann::json &name : list) {
            are_texts = are_texts && name.is_string();
            if (are_texts) names.push_back(name.get<std::string>());
        }
    if (!are_texts)
        throw error(fmt::format("{}: the metadata's '{}' holds no class names: expected a JSON list of texts", path,
                                io::class_names_key(column)));
    try {
        return {column, std::move(names)};
    } catch (const error &problem) {
        throw error(fmt::format("{}: {}", path, problem.what()));
    }
}

}  // namespace sylvite
