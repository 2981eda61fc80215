#include <sylvite/generators/autoschedule/autoschedule.hpp>
#include <sylvite/generators/build.hpp>
#include <sylvite/generators/lowering/compile.hpp>
#include <sylvite/generators/lowering/weak_symbols.hpp>
#include <sylvite/runtime/io/output_stream.hpp>

#include <Halide.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

namespace sylvite::generators {
namespace {

using Halide::OutputFileType;
using Halide::Target;

Target parse_target(const std::string &text) {
    if (!Target::validate_target_string(text)) throw std::runtime_error("\"" + text + "\" is no target of Halide's");
    Target target(text);
    // Arguments and extents are checked by the runtime, once, when an instance is made; a check at each call and the
    // code of bounds queries would cost more than a small kernel.
    for (const auto feature : {Target::UserContext, Target::NoAsserts, Target::NoBoundsQuery})
        target.set_feature(feature);
    return target;
}

/// What Halide writes beside the place of a file, until it is known to be whole; removed unless it was moved there.
class new_file {
  public:
    explicit new_file(const std::string &path) : target_(io::find_output_target(path)) {
        static std::atomic<unsigned> count{0};
        // A device or a pipe has no folder for it.
        const std::filesystem::path p =
            target_.file ? std::filesystem::path(*target_.file) : std::filesystem::temp_directory_path() / "kernel";
        // Halide derives the kind of a file from its extension.
        temporary_ = (p.parent_path() / (p.stem().string() + ".tmp" + std::to_string(::getpid()) + "_" +
                                         std::to_string(count++) + p.extension().string()))
                         .string();
    }
    new_file(const new_file &) = delete;
    new_file &operator=(const new_file &) = delete;
    ~new_file() {
        std::error_code ignored;
        if (!done_) std::filesystem::remove(temporary_, ignored);
    }
    [[nodiscard]] const std::string &temporary() const { return temporary_; }
    void commit() {
        if (!target_.file) return write_through();
        std::filesystem::rename(temporary_, *target_.file);
        done_ = true;
    }

  private:
    void write_through() const {
        std::ostringstream text;
        if (std::ifstream in(temporary_, std::ios::binary); !in || !(text << in.rdbuf()))
            throw std::runtime_error(temporary_ + " cannot be read");
        io::output_stream to(target_);
        to.write(text.str());
        to.close();
    }

    io::output_target target_;
    std::string temporary_;
    bool done_ = false;
};

}  // namespace

std::string host_target() { return Halide::get_host_target().to_string(); }

std::string halide_version() {
    return std::to_string(HALIDE_VERSION_MAJOR) + '.' + std::to_string(HALIDE_VERSION_MINOR) + '.' +
           std::to_string(HALIDE_VERSION_PATCH);
}

std::string kernel_target(const std::string &target) { return parse_target(target).to_string(); }

namespace {

/// Halide's complaints, on one line.
std::runtime_error sentence(const Halide::Error &error) {
    std::string text = error.what();
    text.erase(text.find_last_not_of(" \n") + 1);
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, " ");
    return std::runtime_error(text);
}

/// `prepare(kernel, target)` defines and schedules the kernel.
template <class Prepare>
void write_kernel(const kernel_spec &spec, const std::string &function, const std::string &target_text,
                  const outputs &files, Prepare prepare) {
    Target target = parse_target(target_text);
    target.set_feature(Target::NoRuntime);
    kernel k(spec);
    prepare(k, target);
    new_file object(files.object), html(files.html), assembly(files.assembly), stmt(files.stmt);
    std::map<OutputFileType, std::string> wanted{{OutputFileType::object, object.temporary()}};
    if (!files.html.empty()) wanted[OutputFileType::stmt_html] = html.temporary();
    if (!files.assembly.empty()) wanted[OutputFileType::assembly] = assembly.temporary();
    if (!files.stmt.empty()) wanted[OutputFileType::stmt] = stmt.temporary();
    k.output().compile_to(wanted, k.call_arguments(), function, target);
    make_symbols_weak(object.temporary());
    if (!files.html.empty()) html.commit();
    if (!files.assembly.empty()) assembly.commit();
    if (!files.stmt.empty()) stmt.commit();
    object.commit();
}

}  // namespace

void compile_kernel(const kernel_spec &spec, const schedule &chosen, const std::string &function,
                    const std::string &target, const outputs &files) {
    try {
        write_kernel(spec, function, target, files, [&](kernel &k, const Target &) { build(k, chosen); });
    } catch (const Halide::Error &error) {
        throw sentence(error);
    }
}

void compile_kernel(const kernel_spec &spec, const autoscheduler &by, const std::string &function,
                    const std::string &target, const outputs &files) {
    try {
        write_kernel(spec, function, target, files, [&](kernel &k, const Target &t) {
            build_plain(k);
            autoschedule(k, by.name, t, by.threads);
        });
    } catch (const Halide::Error &error) {
        throw sentence(error);
    }
}

void compile_runtime(const std::string &target, const std::string &path) {
    try {
        new_file object(path);
        Halide::compile_standalone_runtime(object.temporary(), parse_target(target));
        make_symbols_weak(object.temporary());
        object.commit();
    } catch (const Halide::Error &error) {
        throw sentence(error);
    }
}

}  // namespace sylvite::generators
