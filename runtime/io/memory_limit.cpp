#include <sylvite/runtime/io/memory_limit.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <unistd.h>

namespace sylvite::io {

void require_memory(std::string_view path, std::string_view what, std::uint64_t bytes) {
    static const auto machine =
        static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    if (bytes > machine)
        throw error(fmt::format("{}: {} needs {} bytes of memory, this machine has {}", path, what, bytes, machine));
}

}  // namespace sylvite::io
