#include "tuning_folder.hpp"

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/tuning/processor_name.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <fstream>

namespace sylvite::codegen::testing {
namespace {

namespace fs = std::filesystem;

struct small_network {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 48, 64>("x");
        net.entry("run", output("y", relu(dense<40>("layer", x))));
    }
};

}  // namespace

tuning_folder::tuning_folder() {
    std::string name = (fs::temp_directory_path() / "sylvite-tuning-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
    path_ = name;
}

tuning_folder::~tuning_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string tuning_folder::erring_compiler(const std::string &parameter, const std::string &body) const {
    const fs::path script = path_ / "kernel-compiler", source = path_ / "wrong.cpp";
    std::ofstream(source) << "extern \"C\" int sylvite_candidate_argv(void **arguments) { " << body << " }\n";
    std::ofstream(script)
        << "#!/bin/bash\nfor a; do [[ $previous != --schedule ]] || schedule=$a; [[ $a != --schedule ]] && "
           "[[ $previous == -o ]] && output=$a; previous=$a; done\n"
           "[[ \" $schedule \" == *\" "
        << parameter
        << " \"* ]] || exec '" KERNEL_COMPILER "' \"$@\"\n"
           "exec '" CXX_COMPILER "' -O1 -w -c '"
        << source.string() << "' -o \"$output\"\n";
    fs::permissions(script, fs::perms::owner_all);
    return script.string();
}

workshop_options tuning_folder::shop(const std::string &kernel_compiler) const {
    workshop_options o;
    o.folder = path_ / "candidates";
    static const tuning_folder tools;
    o.tools = tools / "tools";
    o.kernel_compiler = kernel_compiler;
    o.cxx = CXX_COMPILER;
    const std::string includes = INCLUDES;
    const auto colon = includes.find(':');
    o.includes = {includes.substr(0, colon), includes.substr(colon + 1)};
    o.target = host_target();
    o.candidate_seconds = 5;
    return o;
}

tuning_options tuning_folder::options(const std::string &kernel_compiler) const {
    tuning_options o;
    o.workshop = shop(kernel_compiler);
    o.budget_seconds = 200;
    o.most_trials = 6;
    o.compilers = 2;
    o.database = path_ / "database.json";
    o.trials = path_ / "trials.jsonl";
    o.processor = processor_name();
    o.provenance.date = "2026-11-25";
    o.provenance.halide = "21.0.0";
    o.provenance.compiler = "0123abcd";
    o.provenance.threads = 1;
    return o;
}

kernel_spec small_spec() {
    generators::spec_builder b(family::elementwise);
    const shape s = b.dims({b.symbol(40), {100, 0}});
    const auto x = b.argument(f32, s), y = b.argument(f32, s);
    b.output(b.apply(graph::op::add, {b.apply(graph::op::multiply, {x, x}), y}), 1);
    return b.spec();
}

program_model small_model(const std::string &target) {
    const graph::table table = graph::compact(graph_of<small_network>());
    model_options options;
    options.name = "small";
    options.targets = {{target, {}}};
    return model_program(table.view(), options);
}

std::string host_target() {
    static const std::string target = output_of_command({KERNEL_COMPILER, "--host-target"});
    return target;
}

}  // namespace sylvite::codegen::testing
