#include <sylvite/codegen/emit.hpp>

#include <fmt/format.h>

namespace sylvite::codegen {
namespace {

/// Ninja's own escapes: in paths of build lines.
std::string escaped(const std::string &path) {
    std::string out;
    for (const char c : path) {
        if (c == '$' || c == ' ' || c == ':') out += '$';
        out += c;
    }
    return out;
}

/// For the shell, within a Ninja command.
std::string argument(const std::string &text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else if (c == '$')
            out += "$$";
        else
            out += c;
    }
    return out + "'";
}

}  // namespace

std::string emit_ninja(const program_model &model, const build_paths &paths) {
    const std::string compiler = paths.kernel_compiler.string();
    std::string text = fmt::format("# Written by {}.gen; do not edit.\nninja_required_version = 1.10\n\n", model.name);
    // An object's name is the hash of all that it depends on: it is made if it is missing, and never again. `generator`
    // keeps Ninja from asking which build made it.
    text += fmt::format("rule kernel\n  command = {} --spec $spec --schedule $schedule --function $function --target "
                        "$target -o $out\n  description = kernel $label\n  generator = 1\n\n",
                        argument(compiler));
    // Halide's own functions are called by the kernels of all instruction sets.
    const std::string &least = model.plans.back().target;
    text += fmt::format("rule runtime\n  command = {} --runtime --target {} -o $out\n  description = Halide's runtime\n"
                        "  generator = 1\n\n",
                        argument(compiler), argument(least));
    // The caller's flags may ask for warnings, which are no concern of theirs here; -I, since -isystem /usr/include
    // would hide the C library's headers from the C++ library's.
    std::string flags;
    for (const std::string &f : paths.cxx_flags) flags += argument(f) + " ";
    flags += "-std=c++20 -O1 -w";
    for (const std::string &i : paths.includes) flags += " -I" + argument(i);
    text += fmt::format("rule cxx\n  command = {} {} -MMD -MF $out.d -c $in -o $out\n  depfile = $out.d\n  deps = gcc\n"
                        "  description = program {}\n\n",
                        argument(paths.cxx.string()), flags, model.name);
    text += fmt::format("rule archive\n  command = rm -f $out && {} rcs $out @$out.rsp\n  rspfile = $out.rsp\n"
                        "  rspfile_content = $in\n  description = library $out\n\n",
                        argument(paths.ar.string()));

    std::string objects;
    const auto add_kernels = [&](const plan_model &plan) {
        for (const kernel_model &k : plan.kernels) {
            const std::string base = (paths.cache / k.hash).string();
            text += fmt::format("build {}: kernel\n  spec = {}\n  schedule = {}\n  function = {}\n  target = {}\n"
                                "  label = {}\n",
                                escaped(base + ".o"), argument(base + ".spec"), argument(to_text(k.schedule)),
                                k.function(), argument(plan.target), name_of(k.spec.kind));
            objects += " " + escaped(base + ".o");
        }
    };
    if (!model.reference)
        for (const plan_model &plan : model.plans) add_kernels(plan);
    if (!model.reference && paths.halide_runtime) {
        const std::string runtime = (paths.cache / ("runtime_" + hash_hex(least).substr(0, 16) + ".o")).string();
        text += fmt::format("build {}: runtime\n", escaped(runtime));
        objects += " " + escaped(runtime);
    }
    text += fmt::format("build {0}.o: cxx {0}\n", escaped(paths.program_source));
    text += fmt::format("build {}: archive {}.o{}\n", escaped(paths.library), escaped(paths.program_source), objects);
    return text + fmt::format("default {}\n", escaped(paths.library));
}

}  // namespace sylvite::codegen
