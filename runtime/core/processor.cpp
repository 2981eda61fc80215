#include <sylvite/runtime/core/processor.hpp>

#include <cstddef>
#include <string_view>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <initializer_list>
#include <sys/auxv.h>
#endif

namespace sylvite::core {

namespace {

#if defined(__x86_64__) || defined(__i386__)
constexpr std::string_view architecture = "x86";

/// One bit of the cpuid instruction. For sets that not every compiler's __builtin_cpu_supports knows; those that need
/// the system's help with registers are asked together with avx or avx512, which the builtin checks.
bool has_bit(unsigned leaf, unsigned subleaf, int word, int bit) noexcept {
    unsigned words[4] = {};
    return __get_cpuid_count(leaf, subleaf, &words[0], &words[1], &words[2], &words[3]) != 0 &&
           (words[word] >> bit & 1u) != 0;
}
enum cpuid_word { eax, ebx, ecx, edx };

/// Halide's avx512 families, each as the sets that it names beyond the common F and CD.
bool has_avx512(bool skylake, bool cannonlake, bool zen4) noexcept {
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512cd")) return false;
    if (skylake && !(__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512dq")))
        return false;
    if (cannonlake && !(__builtin_cpu_supports("avx512ifma") && __builtin_cpu_supports("avx512vbmi"))) return false;
    return !zen4 || (__builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vnni") &&
                     __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("avx512vbmi2"));
}

bool has(std::string_view feature) noexcept {
    if (feature == "sse41") return __builtin_cpu_supports("sse4.1");
    if (feature == "avx") return __builtin_cpu_supports("avx");
    if (feature == "avx2") return __builtin_cpu_supports("avx2");
    if (feature == "fma") return __builtin_cpu_supports("fma");
    if (feature == "fma4") return __builtin_cpu_supports("fma4");
    if (feature == "f16c") return has_bit(1, 0, ecx, 29);
    if (feature == "avx512") return has_avx512(false, false, false);
    if (feature == "avx512_skylake") return has_avx512(true, false, false);
    if (feature == "avx512_cannonlake") return has_avx512(true, true, false);
    if (feature == "avx512_zen4") return has_avx512(true, true, true);
    if (feature == "avx512_knl")
        return has_avx512(false, false, false) && has_bit(7, 0, ebx, 26) && has_bit(7, 0, ebx, 27);
    if (feature == "avx512_zen5") return has_avx512(true, true, true) && has_bit(7, 0, edx, 8);
    if (feature == "avx512_sapphirerapids") return has_avx512(true, true, true) && has_bit(7, 0, edx, 24);
    if (feature == "avxvnni") return __builtin_cpu_supports("avx2") && has_bit(7, 1, eax, 4);
    // Too new to be known here: refusing a processor is safe, running on it is not.
    return !(feature == "avx10_1" || feature == "x86apx");
}
#elif defined(__aarch64__) || defined(__arm__)
constexpr std::string_view architecture = "arm";

#if defined(__aarch64__) && defined(__linux__)
/// The kernel's word on what the processor has: bits of AT_HWCAP, as asm/hwcap.h of Linux numbers them.
bool has_bits(std::initializer_list<int> bits) noexcept {
    const unsigned long words = ::getauxval(AT_HWCAP);
    for (const int bit : bits)
        if ((words >> bit & 1u) == 0) return false;
    return true;
}
enum hwcap_bit {
    atomics = 8,
    fphp = 9,
    asimdhp = 10,
    asimdrdm = 12,
    jscvt = 13,
    fcma = 14,
    lrcpc = 15,
    dcpop = 16,
    asimddp = 20,
    sve = 22
};

bool has(std::string_view feature) noexcept {
    if (feature == "arm_dot_prod") return has_bits({asimddp});
    if (feature == "arm_fp16") return has_bits({fphp, asimdhp});
    if (feature == "sve") return has_bits({sve});
    if (feature == "armv81a") return has_bits({atomics, asimdrdm});
    if (feature == "armv82a") return has_bits({atomics, asimdrdm, dcpop});
    if (feature == "armv83a") return has_bits({atomics, asimdrdm, dcpop, jscvt, fcma, lrcpc});
    // Too new to be known here: refusing a processor is safe, running on it is not.
    return !(feature == "sve2" || (feature.size() == 7 && feature.starts_with("armv8")) ||
             feature.starts_with("armv9"));
}
#else
bool has(std::string_view feature) noexcept { return !(feature == "sve" || feature == "sve2"); }
#endif
#elif defined(__riscv)
constexpr std::string_view architecture = "riscv";
bool has(std::string_view) noexcept { return true; }
#else
constexpr std::string_view architecture = "other";
bool has(std::string_view) noexcept { return true; }
#endif

/// The text up to the next hyphen; `rest` becomes what follows it. (substr could throw.)
std::string_view next_word(std::string_view &rest) noexcept {
    std::size_t end = 0;
    while (end < rest.size() && rest[end] != '-') ++end;
    const std::string_view word(rest.data(), end);
    rest.remove_prefix(end < rest.size() ? end + 1 : end);
    return word;
}

constexpr std::size_t longest_word = 40;

void quote(message &to, std::string_view word) noexcept {
    char text[longest_word + 1] = {};
    for (std::size_t i = 0; i < word.size() && i < longest_word; ++i) text[i] = word[i];
    to << text;
}

}  // namespace

bool processor_supported(const char *target, message &why) noexcept {
    why.clear();
    std::string_view rest = target == nullptr ? "" : target;
    const std::string_view built_for = next_word(rest);
    if (built_for != architecture && built_for != "host") {
        why << "the network library was built for the architecture '";
        quote(why, built_for);
        why << "' (target " << target << "), this program runs on another";
        return false;
    }
    while (!rest.empty()) {
        const std::string_view word = next_word(rest);
        if (has(word)) continue;
        why << "the network library was built for the instruction set '";
        quote(why, word);
        why << "' (target " << target << "), which this processor does not have";
        return false;
    }
    return true;
}

const program &best_program(const program &first) noexcept {
    message ignored;
    if (first.other_count == 0 || processor_supported(first.target, ignored)) return first;
    for (std::uint32_t i = 0; i + 1 < first.other_count; ++i)
        if (processor_supported(first.others[i].target, ignored)) return first.others[i];
    return first.others[first.other_count - 1];
}

const program *program_for(const program &first, std::string_view target) noexcept {
    if (target == first.target) return &first;
    for (std::uint32_t i = 0; i < first.other_count; ++i)
        if (target == first.others[i].target) return &first.others[i];
    return nullptr;
}

}  // namespace sylvite::core
