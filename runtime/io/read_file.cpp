#include <sylvite/runtime/io/read_file.hpp>

#include <sylvite/runtime/io/memory_limit.hpp>

namespace sylvite::io {

std::string read_file(std::string_view path, const read_operations &system) {
    const std::unique_ptr<input> file = open_input(path, system);
    require_memory(path, "the file", file->size());
    std::string text(file->size(), '\0');
    file->read(0, std::as_writable_bytes(std::span(text)));
    file->require_same_size();
    return text;
}

}  // namespace sylvite::io
