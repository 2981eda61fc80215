// sylvite-kernel: compiles one kernel spec to an object file.
#include <sylvite/generators/lowering/compile.hpp>
#include <sylvite/generators/spec/space.hpp>

#include <argp.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <sstream>

namespace {

std::string read_file(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) throw std::runtime_error("the spec cannot be read");
    return text.str();
}

struct arguments {
    std::string spec, schedule, function = "kernel", target = "host", autoscheduler;
    int threads = 1;
    sylvite::generators::outputs files;
    bool runtime = false, host = false, heuristic = false, version = false;
};

enum option_key : int {
    key_spec = 1,
    key_schedule,
    key_function,
    key_target,
    key_html,
    key_assembly,
    key_stmt,
    key_runtime,
    key_host,
    key_heuristic,
    key_version,
    key_autoscheduler,
    key_threads,
};

const argp_option options[] = {
    {"spec", key_spec, "FILE", 0, "Text of the kernel spec", 0},
    {"schedule", key_schedule, "TEXT", 0, "Parameters as \"name=value ...\"; the heuristic's if not given", 0},
    {"function", key_function, "NAME", 0, "Name of the kernel; the entry point is NAME_argv", 0},
    {"target", key_target, "NAME", 0, "Halide's name of the instruction set", 0},
    {"autoscheduler", key_autoscheduler, "NAME", 0,
     "In place of a schedule Halide's Mullapudi2016, Adams2019 or Li2018, to compare with: its memory is not planned",
     0},
    {"threads", key_threads, "N", 0, "What the autoscheduler schedules for (1)", 0},
    {"output", 'o', "FILE", 0, "Object file to write", 0},
    {"html", key_html, "FILE", 0, "Also write the lowered statement as HTML", 0},
    {"assembly", key_assembly, "FILE", 0, "Also write assembly", 0},
    {"stmt", key_stmt, "FILE", 0, "Also write the lowered statement", 0},
    {"runtime", key_runtime, nullptr, 0, "Write Halide's run-time part instead of a kernel", 0},
    {"host-target", key_host, nullptr, 0, "Print the name of this machine's instruction set", 0},
    {"halide-version", key_version, nullptr, 0, "Print the version of Halide", 0},
    {"heuristic", key_heuristic, nullptr, 0, "Print the schedule that the heuristic chooses for the spec", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_spec:
            a.spec = text;
            return 0;
        case key_schedule:
            a.schedule = text;
            return 0;
        case key_function:
            a.function = text;
            return 0;
        case key_target:
            a.target = text;
            return 0;
        case key_autoscheduler:
            a.autoscheduler = text;
            return 0;
        case key_threads: {
            const std::string_view number = text;
            const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), a.threads);
            if (fault != std::errc{} || end != number.data() + number.size() || a.threads < 1)
                argp_error(state, "--threads: expected a number of at least 1, found \"%s\"", text);
            return 0;
        }
        case 'o':
            a.files.object = text;
            return 0;
        case key_html:
            a.files.html = text;
            return 0;
        case key_assembly:
            a.files.assembly = text;
            return 0;
        case key_stmt:
            a.files.stmt = text;
            return 0;
        case key_runtime:
            a.runtime = true;
            return 0;
        case key_host:
            a.host = true;
            return 0;
        case key_version:
            a.version = true;
            return 0;
        case key_heuristic:
            a.heuristic = true;
            return 0;
        case ARGP_KEY_ARG:
            argp_error(state, "unexpected argument \"%s\"", text);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

}  // namespace

int main(int argc, char **argv) {
    namespace generators = sylvite::generators;
    arguments a;
    argp_err_exit_status = 2;
    const argp parser{options, read_option, nullptr, "Compiles one kernel of Sylvite to an object file.",
                      nullptr, nullptr,     nullptr};
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    auto &[spec, schedule, function, target, autoscheduler, threads, files, runtime, host, heuristic, version] = a;
    try {
        if (host) {
            std::cout << generators::host_target() << '\n';
            return 0;
        }
        if (version) {
            std::cout << generators::halide_version() << '\n';
            return 0;
        }
        if (runtime) {
            if (files.object.empty()) throw std::runtime_error("-o FILE is missing");
            generators::compile_runtime(target, files.object);
            return 0;
        }
        if (spec.empty()) throw std::runtime_error("--spec FILE is missing");
        const auto parsed = generators::parse_spec(read_file(spec));
        if (target.starts_with("host")) target = generators::host_target() + target.substr(4);
        if (!autoscheduler.empty()) {
            if (!schedule.empty()) throw std::runtime_error("--autoscheduler and --schedule exclude each other");
            if (files.object.empty()) throw std::runtime_error("-o FILE is missing");
            generators::compile_kernel(parsed, {autoscheduler, threads}, function, target, files);
            return 0;
        }
        const auto cpu = generators::describe(target);
        const auto chosen =
            schedule.empty() ? generators::choose_schedule(parsed, cpu) : generators::parse_schedule(schedule);
        if (const std::string fault = generators::fault_of(parsed, chosen, cpu); !fault.empty())
            throw std::runtime_error("the schedule is not legal: " + fault);
        if (heuristic) {
            std::cout << generators::to_text(chosen) << "\nscratch=" << generators::scratch_bytes(parsed, chosen, cpu)
                      << '\n';
            if (files.object.empty()) return 0;
        }
        if (files.object.empty()) throw std::runtime_error("-o FILE is missing");
        generators::compile_kernel(parsed, chosen, function, target, files);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "sylvite-kernel: " << spec << (spec.empty() ? "" : ": ") << error.what() << '\n';
    }
    return 1;
}
