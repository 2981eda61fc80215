#include <sylvite/generators/autoschedule/autoschedule.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <stdexcept>

#include <dlfcn.h>

namespace sylvite::generators {
namespace {

constexpr std::array<const char *, 3> known_autoschedulers = {"Mullapudi2016", "Adams2019", "Li2018"};

/// Beside Halide's own library.
std::filesystem::path plug_in(const std::string &name) {
    std::string file = "libautoschedule_";
    for (const char c : name) file += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    Dl_info halide{};
    const auto *symbol = reinterpret_cast<const void *>(&Halide::load_plugin);
    if (::dladdr(symbol, &halide) == 0 || halide.dli_fname == nullptr)
        throw std::runtime_error("Halide's library was not found, and so not its autoschedulers");
    return std::filesystem::path(halide.dli_fname).parent_path() / (file + ".so");
}

/// Extents, dynamic ones at their bounds.
void give_estimates(kernel &k) {
    const kernel_spec &spec = k.space.spec();
    for (auto &value : k.step()) value.set_estimate(1);
    for (std::size_t s = 0; s < spec.symbol_bounds.size(); ++s)
        k.symbols()[s].set_estimate(static_cast<std::int32_t>(spec.symbol_bounds[s]));
    for (auto &[argument, input] : k.inputs()) {
        const auto count = spec.arguments[static_cast<std::size_t>(argument)].dims.volume();
        input.dim(0).set_estimate(0, static_cast<std::int32_t>(count));
    }
    const auto axes = k.space.output_axes();
    Halide::Region region;
    for (std::size_t i = axes.size(); i-- > 0;)
        region.emplace_back(0, static_cast<std::int32_t>(k.space[axes[i]].bound));
    k.output().set_estimates(region);
}

}  // namespace

void autoschedule(kernel &k, const std::string &name, const Halide::Target &target, int threads) {
    if (std::find(known_autoschedulers.begin(), known_autoschedulers.end(), name) == known_autoschedulers.end())
        throw std::runtime_error("autoscheduler: expected Mullapudi2016, Adams2019 or Li2018, found \"" + name + '"');
    const std::filesystem::path file = plug_in(name);
    if (!std::filesystem::exists(file))
        throw std::runtime_error("the autoscheduler " + name + " is not there: " + file.string());
    Halide::load_plugin(file.string());
    give_estimates(k);
    Halide::Pipeline pipeline(k.output());
    pipeline.apply_autoscheduler(target, {name, {{"parallelism", std::to_string(threads)}}});
}

}  // namespace sylvite::generators
