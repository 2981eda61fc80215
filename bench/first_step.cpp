// One training step of a network and nothing else: what starting up costs in time and memory. Prints one line:
// {"peak_resident_bytes": what the system counted, "planned_bytes": what ./sylvite inspect says, "input_bytes": ...}.
// Compiled for each network, with NETWORK and its HEADER defined.
#include HEADER

#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace {

/// Of this program alone: what getrusage counts contains the program that started it.
unsigned long long peak_resident_bytes() {
    unsigned long long kibibytes = 0;
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> status(std::fopen("/proc/self/status", "r"), std::fclose);
    char line[256];
    while (status && std::fgets(line, sizeof line, status.get()) != nullptr)
        if (std::sscanf(line, "VmHWM: %llu kB", &kibibytes) == 1) break;
    return kibibytes * 1024;
}

/// Binds every input: halves, ones and a small rate. Returns their bytes.
unsigned long long bind_inputs(sylvite::instance &net, sylvite::entry_handle entry,
                               std::vector<std::vector<std::byte>> &values) {
    unsigned long long bytes = 0;
    for (const std::uint32_t index : net.code().entries[entry.index].inputs) {
        const sylvite::core::tensor &t = net.code().tensors[index];
        if (t.rank == 0) {
            net.set(t.name, 1e-3);
            continue;
        }
        std::size_t count = 1;
        for (int i = 0; i < t.rank; ++i) count *= static_cast<std::size_t>(t.extents[i]);
        auto &v = values.emplace_back(count * 4);
        const float half = 0.5F;
        const std::int32_t one = 1;
        for (std::size_t i = 0; i < count; ++i)
            std::memcpy(&v[4 * i], t.type == sylvite::f32 ? static_cast<const void *>(&half) : &one, 4);
        net.bind_tensor(index, t.type, v.data(), count);
        bytes += v.size();
    }
    return bytes;
}

}  // namespace

int main() {
    NETWORK net({.seed = 1});
    std::vector<std::vector<std::byte>> values;
    const unsigned long long inputs = bind_inputs(net, NETWORK::train_entry, values);
    const double loss = net.train().loss;
    std::printf("{\"loss\": %.6f, \"peak_resident_bytes\": %llu, \"planned_bytes\": %llu, \"input_bytes\": %llu}\n",
                loss, peak_resident_bytes(), static_cast<unsigned long long>(NETWORK::peak_bytes), inputs);
}
