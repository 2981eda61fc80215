#include <sylvite/codegen/tuning/processor_name.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace sylvite::codegen {
namespace {

/// The first value of that key, without blanks around it.
std::string field(const std::string &cpuinfo, const std::string &wanted) {
    std::istringstream lines(cpuinfo);
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        const auto trim = [](std::string text) {
            text.erase(0, text.find_first_not_of(" \t"));
            text.erase(text.find_last_not_of(" \t") + 1);
            return text;
        };
        if (trim(line.substr(0, colon)) == wanted) return trim(line.substr(colon + 1));
    }
    return {};
}

/// Families and ranges of models as AMD's revision guides give them.
std::string amd(int family, int model) {
    const auto within = [&](int low, int high) { return model >= low && model <= high; };
    if (family == 0x17) return within(0x00, 0x2f) ? "zen" : "zen2";
    if (family == 0x19) return within(0x10, 0x1f) || within(0x60, 0xaf) ? "zen4" : "zen3";
    if (family == 0x1a) return "zen5";
    return "amd-" + std::to_string(family) + '-' + std::to_string(model);
}

/// Server processors by the models that Intel's manual gives (volume 4, table 2-1); others have numbers only.
std::string intel(int family, int model) {
    if (family == 6) switch (model) {
            case 0x55:
                return "skylake-server";  // Cascade Lake and Cooper Lake too, which differ in steppings
            case 0x6a:
            case 0x6c:
                return "icelake-server";
            case 0x8f:
                return "sapphirerapids";
            case 0xcf:
                return "emeraldrapids";
            case 0xad:
            case 0xae:
                return "graniterapids";
            default:
                break;
        }
    return "intel-" + std::to_string(family) + '-' + std::to_string(model);
}

int number(const std::string &text) { return static_cast<int>(std::strtol(text.c_str(), nullptr, 0)); }

}  // namespace

std::string processor_name(const std::string &cpuinfo) {
    const std::string vendor = field(cpuinfo, "vendor_id"), implementer = field(cpuinfo, "CPU implementer");
    const int family = number(field(cpuinfo, "cpu family")), model = number(field(cpuinfo, "model"));
    if (vendor == "AuthenticAMD") return amd(family, model);
    if (vendor == "GenuineIntel") return intel(family, model);
    if (!implementer.empty())
        return "arm-" + std::to_string(number(implementer)) + '-' + std::to_string(number(field(cpuinfo, "CPU part")));
    return "unknown";
}

std::string processor_name() {
    std::ifstream file("/proc/cpuinfo");
    std::ostringstream text;
    text << file.rdbuf();
    return processor_name(text.str());
}

}  // namespace sylvite::codegen
