#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/tuning/workshop.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace sylvite::codegen {
namespace {

namespace fs = std::filesystem;

/// The spec as a constant of the program, by the assembler, which takes no time.
std::string assembly_of(const fs::path &spec) {
    return "\t.section .rodata\n\t.globl sylvite_candidate_spec\nsylvite_candidate_spec:\n\t.incbin \"" +
           spec.string() + "\"\n\t.byte 0\n\t.section .note.GNU-stack,\"\",@progbits\n";
}

}  // namespace

workshop::workshop(workshop_options options) : options_(std::move(options)) {
    fs::create_directories(options_.folder);
    const fs::path tools = options_.tools.empty() ? options_.folder : options_.tools;
    fs::create_directories(tools);
    timer_ = tools / "timer.o";
    runtime_ = tools / "runtime.o";
    if (fs::exists(runtime_)) return;
    std::vector<std::string> command{options_.cxx, "-std=c++20", "-O2", "-DNDEBUG", "-w", "-c"};
    fs::path source;
    for (const std::string &folder : options_.includes) {
        command.push_back("-I" + folder);
        if (const fs::path file = fs::path(folder) / "sylvite/codegen/tuning/timer.cpp";
            source.empty() && fs::exists(file))
            source = file;
    }
    if (source.empty())
        throw std::runtime_error(
            "sylvite/codegen/tuning/timer.cpp, the source of the program that times candidates, is in no "
            "include folder");
    command.insert(command.end(), {source.string(), "-o", timer_.string()});
    need(command, "the program that times candidates cannot be compiled");
    need({options_.kernel_compiler, "--runtime", "--target", options_.target, "-o", runtime_.string()},
         "Halide's runtime cannot be made for " + options_.target);
}

void workshop::need(const std::vector<std::string> &command, const std::string &what) const {
    const child_result result = run_child(command, limits(options_.compile_seconds, std::size_t{1} << 20));
    if (!result.is_good()) throw std::runtime_error(what + ": " + command.front() + ' ' + result.describe());
}

child_limits workshop::limits(double seconds, std::size_t output_bytes) const {
    const double left = std::chrono::duration<double>(deadline_ - std::chrono::steady_clock::now()).count();
    return {std::clamp(left, 0.0, seconds), output_bytes, options_.stop};
}

workpiece workshop::prepare(const kernel_spec &spec) const {
    const std::string text = to_text(spec);
    workpiece piece;
    piece.spec = spec;
    piece.hash = hash_hex(text);
    piece.sizes = tried_extents(spec);
    piece.spec_file = options_.folder / (piece.hash + ".spec");
    piece.spec_object = options_.folder / (piece.hash + ".spec.o");
    write_if_changed(piece.spec_file, text);
    const fs::path assembly = options_.folder / (piece.hash + ".s");
    write_if_changed(assembly, assembly_of(piece.spec_file));
    need({options_.cxx, "-c", assembly.string(), "-o", piece.spec_object.string()},
         "a kernel's spec cannot be assembled");
    return piece;
}

candidate workshop::make(const workpiece &piece, const schedule &chosen, int number) const {
    candidate c;
    c.schedule = chosen;
    c.scratch_bytes = scratch_bytes(piece.spec, chosen, describe(options_.target));
    build(piece, c, {"--schedule", to_text(chosen)}, number);
    return c;
}

candidate workshop::make_by_autoscheduler(const workpiece &piece, const std::string &name, int number) const {
    candidate c;
    c.scratch_bytes = std::uint64_t{1} << 29;
    build(piece, c, {"--autoscheduler", name, "--threads", std::to_string(options_.threads)}, number);
    return c;
}

void workshop::build(const workpiece &piece, candidate &c, const std::vector<std::string> &schedule_options,
                     int number) const {
    c.program = options_.folder / ("candidate-" + std::to_string(number));
    const std::string object = c.program.string() + ".o";
    const child_limits compiling = limits(options_.compile_seconds, std::size_t{1} << 20);
    std::vector<std::string> command{options_.kernel_compiler,
                                     "--spec",
                                     piece.spec_file.string(),
                                     "--function",
                                     "sylvite_candidate",
                                     "--target",
                                     options_.target,
                                     "-o",
                                     object};
    command.insert(command.end(), schedule_options.begin(), schedule_options.end());
    const child_result compiled = run_child(command, compiling);
    if (!compiled.is_good()) {
        c.fault = "could not be compiled: the kernel compiler " + compiled.describe();
        return;
    }
    const child_result linked = run_child({options_.cxx, "-static", "-o", c.program.string(), timer_.string(), object,
                                           piece.spec_object.string(), runtime_.string(), "-pthread"},
                                          compiling);
    if (!linked.is_good()) c.fault = "could not be linked: the linker " + linked.describe();
    std::error_code ignored;
    fs::remove(object, ignored);
}

child_result workshop::run(const workpiece &piece, const candidate &c, const std::vector<std::string> &more,
                           std::size_t output_bytes, double seconds) const {
    std::vector<std::string> command = options_.runner;
    command.insert(command.end(), {c.program.string(), "--threads", std::to_string(options_.threads), "--scratch",
                                   std::to_string(c.scratch_bytes)});
    command.insert(command.end(), more.begin(), more.end());
    for (const extents &size : piece.sizes) {
        std::string text;
        for (const std::int64_t s : size) text += (text.empty() ? "" : ",") + std::to_string(s);
        if (!text.empty()) command.insert(command.end(), {"--extents", text});
    }
    return run_child(command, limits(seconds, output_bytes));
}

bool workshop::check(const workpiece &piece, candidate &c, const expected_results &expected) const {
    const child_result result = run(piece, c, {"--values"}, expected.bytes() + 4096, options_.candidate_seconds);
    if (!result.is_good())
        c.fault = result.describe();
    else if (result.output.size() != expected.bytes())
        c.fault = "wrote " + std::to_string(result.output.size()) + " bytes of results, expected " +
                  std::to_string(expected.bytes());
    else if (const std::string fault = expected.fault_in(result.output.data()); !fault.empty())
        c.fault = "gave wrong numbers: " + fault;
    return c.fault.empty();
}

double workshop::time(const workpiece &piece, candidate &c, double seconds) const {
    const child_result result =
        run(piece, c, {"--seconds", std::to_string(seconds)}, 4096, options_.candidate_seconds + seconds);
    double least = 0;
    if (!result.is_good())
        c.fault = result.describe();
    else if (std::sscanf(result.output.c_str(), "seconds %lf", &least) != 1 || least <= 0) {
        c.fault = "told no time";
        least = 0;
    }
    return least;
}

}  // namespace sylvite::codegen
