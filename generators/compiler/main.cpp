// sylvite-kernel: compiles one kernel spec to an object file.
#include <sylvite/generators/lowering/compile.hpp>

#include <CLI/CLI.hpp>

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

}  // namespace

int main(int argc, char **argv) {
    namespace generators = sylvite::generators;
    namespace codegen = sylvite::codegen;
    CLI::App app{"Compiles one kernel of Sylvite to an object file.", "sylvite-kernel"};
    std::string spec, schedule, function = "kernel", target = "host";
    generators::outputs files;
    bool runtime = false, host = false, heuristic = false;
    app.add_option("--spec", spec, "Text of the kernel spec");
    app.add_option("--schedule", schedule, "Parameters as \"name=value ...\"; the heuristic's if not given");
    app.add_option("--function", function, "Name of the kernel; the entry point is NAME_argv");
    app.add_option("--target", target, "Halide's name of the instruction set");
    app.add_option("-o,--output", files.object, "Object file to write");
    app.add_option("--html", files.html, "Also write the lowered statement as HTML");
    app.add_option("--assembly", files.assembly, "Also write assembly");
    app.add_option("--stmt", files.stmt, "Also write the lowered statement");
    app.add_flag("--runtime", runtime, "Write Halide's run-time part instead of a kernel");
    app.add_flag("--host-target", host, "Print the name of this machine's instruction set");
    app.add_flag("--heuristic", heuristic, "Print the schedule that the heuristic chooses for the spec");
    CLI11_PARSE(app, argc, argv);
    try {
        if (host) {
            std::cout << generators::host_target() << '\n';
            return 0;
        }
        if (runtime) {
            if (files.object.empty()) throw std::runtime_error("-o FILE is missing");
            generators::compile_runtime(target, files.object);
            return 0;
        }
        if (spec.empty()) throw std::runtime_error("--spec FILE is missing");
        const auto parsed = codegen::parse_spec(read_file(spec));
        if (target.starts_with("host")) target = generators::host_target() + target.substr(4);
        const auto cpu = codegen::describe(target);
        const auto how = schedule.empty() ? codegen::choose_schedule(parsed, cpu) : codegen::parse_schedule(schedule);
        if (heuristic) {
            std::cout << codegen::to_text(how) << "\nscratch=" << codegen::scratch_bytes(parsed, how, cpu) << '\n';
            if (files.object.empty()) return 0;
        }
        if (files.object.empty()) throw std::runtime_error("-o FILE is missing");
        generators::compile_kernel(parsed, how, function, target, files);
        return 0;
    } catch (const std::exception &error) {
        std::cerr << "sylvite-kernel: " << spec << (spec.empty() ? "" : ": ") << error.what() << '\n';
    }
    return 1;
}
