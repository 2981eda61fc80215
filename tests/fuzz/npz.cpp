// Every array that the archive's directory names.
#include "checks.hpp"

#include <sylvite/runtime/data/npz.hpp>
#include <sylvite/runtime/data/zip_archive.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t count) {
    using namespace sylvite;
    io::memory_input file(fuzz::name, std::as_bytes(std::span(bytes, count)));
    std::vector<data::zip_entry> entries;
    fuzz::read([&] { entries = data::read_zip_directory(file); });
    if (entries.size() > 4) entries.resize(4);
    for (const data::zip_entry &entry : entries) {
        const std::string_view array = std::string_view(entry.name).substr(0, entry.name.rfind(".npy"));
        for (const dtype type : {f32, i32}) {
            const npz_array wanted[] = {{array, {"x", type}}};
            fuzz::read([&] { fuzz::look_at(data::read_npz(file, wanted), 0); });
        }
    }
    return 0;
}
