#include <sylvite/runtime/weights/random_state_text.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sylvite::io {

namespace {

std::uint64_t number(const input &file, const char *key, std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size())
        throw error(fmt::format("{}: its {} is '{}', and no whole number from 0 on of 64 bits", file.name(), key,
                                printable_name(text)));
    return value;
}

}  // namespace

bool draws(const core::program &code) noexcept {
    return std::ranges::any_of(code.entries, [](const core::entry &e) { return e.draws; });
}

void add_random_state(std::map<std::string, std::string> &to, const step_values &now) {
    to[random_seed_key] = std::to_string(now.seed);
    to[random_step_key] = std::to_string(now.step);
}

std::optional<step_values> read_random_state(const input &file, const safetensors_header &header) {
    const std::string_view seed = header.metadata_of(random_seed_key), step = header.metadata_of(random_step_key);
    if (seed.empty() && step.empty()) return {};
    return step_values{.seed = number(file, random_seed_key, seed), .step = number(file, random_step_key, step)};
}

}  // namespace sylvite::io
