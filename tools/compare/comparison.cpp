#include <sylvite/tools/compare/comparison.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace sylvite::tools {

namespace {

double element_of(dtype type, const std::byte *bytes, std::size_t i) {
    return with_element(type, [&]<class T>(T value) {
        std::memcpy(&value, bytes + i * sizeof(T), sizeof(T));
        return static_cast<double>(value);
    });
}

double distance(double a, double b) {
    if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
    const double d = std::fabs(a - b);
    return std::isnan(d) ? std::numeric_limits<double>::infinity() : d;
}

void require_same_network(const core::program &a, const core::program &b) {
    bool same = a.entries.size() == b.entries.size() && a.persistent_bytes == b.persistent_bytes;
    for (std::size_t i = 0; same && i < a.entries.size(); ++i)
        same = std::strcmp(a.entries[i].name, b.entries[i].name) == 0;
    if (!same)
        throw error(
            fmt::format("networks '{}' and '{}' are not builds of the same entries of one network", a.name, b.name));
}

}  // namespace

comparison::comparison(instance &kernels, instance &loops) : kernels_(kernels), loops_(loops) {
    require_same_network(kernels.code(), loops.code());
}

void comparison::step(entry_handle entry, std::size_t rows) {
    kernels_.restore(loops_.persistent());
    expected_.clear();
    {
        std::map<std::uint32_t, unsigned> writes;
        const watch taps(loops_, [&](const written_tensor &t) {
            expected_.emplace(std::pair(t.node, writes[t.node]++), kept{t.type, {t.bytes.begin(), t.bytes.end()}});
        });
        loops_.step(entry, rows);
        taps.rethrow();
    }
    std::map<std::uint32_t, unsigned> writes;
    const watch taps(kernels_, [&](const written_tensor &t) { compare(t, writes[t.node]++); });
    kernels_.step(entry, rows);
    taps.rethrow();
}

void comparison::compare(const written_tensor &t, unsigned write) {
    const auto [row, is_new] = row_.emplace(std::pair(t.call, t.node), differences_.size());
    if (is_new) {
        differences_.emplace_back();
        difference &d = differences_.back();
        d.call = t.call;
        d.label = t.label;
        d.location = t.location;
        d.name = t.name;
        d.extents.assign(t.extents.begin(), t.extents.end());
    }
    difference &d = differences_[row->second];
    const auto found = expected_.find(std::pair(t.node, write));
    if (found == expected_.end() || found->second.type != t.type || found->second.bytes.size() != t.bytes.size()) {
        d.has_counterpart = false;
        return;
    }
    const std::size_t count = t.bytes.size() / size_of(t.type);
    double largest = 0, scale = 0;
    std::uint64_t where = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double expected = element_of(t.type, found->second.bytes.data(), i);
        const double apart = distance(element_of(t.type, t.bytes.data(), i), expected);
        if (std::isfinite(expected)) scale = std::max(scale, std::fabs(expected));
        if (apart > largest) {
            largest = apart;
            where = i;
        }
    }
    t.overwrite(found->second.bytes);
    // integers and truths have no rounding: any difference is one
    if (largest > 0 && (t.type == i32 || t.type == boolean)) largest = std::numeric_limits<double>::infinity();
    const double relative = scale > 0 ? largest / scale : largest;
    if (!is_new && relative <= d.relative()) return;
    d.largest = largest;
    d.scale = scale;
    d.element = where;
}

}  // namespace sylvite::tools
