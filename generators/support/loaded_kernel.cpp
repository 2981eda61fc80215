#include <sylvite/generators/lowering/compile.hpp>
#include <sylvite/generators/support/loaded_kernel.hpp>

#include <HalideRuntime.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include <dlfcn.h>
#include <unistd.h>

namespace sylvite::generators {
namespace {

namespace fs = std::filesystem;

class temporary_folder {
  public:
    temporary_folder() {
        std::string name = (fs::temp_directory_path() / "sylvite-kernel-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
        path_ = name;
    }
    temporary_folder(const temporary_folder &) = delete;
    temporary_folder &operator=(const temporary_folder &) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(const char *name) const { return (path_ / name).string(); }

  private:
    fs::path path_;
};

schedule heuristic(const kernel_spec &spec, const std::string &target) {
    return choose_schedule(spec, describe(target));
}

}  // namespace

loaded_kernel::loaded_kernel(const kernel_spec &spec, const std::string &target)
    : loaded_kernel(spec, heuristic(spec, target), target) {}

loaded_kernel::loaded_kernel(const kernel_spec &spec, const schedule &chosen, const std::string &target)
    : takes_step_values_(takes_step_values(spec.view())) {
    const temporary_folder folder;
    const std::string object = folder.file("kernel.o"), library = folder.file("kernel.so");
    compile_kernel(spec, chosen, "sylvite_loaded", target, {object, "", "", ""});
    const std::string command = "ld -shared -o '" + library + "' '" + object + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("\"" + command + "\" failed");
    library_ = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library_ == nullptr) throw std::runtime_error(::dlerror());
    function_ = reinterpret_cast<int (*)(void **)>(::dlsym(library_, "sylvite_loaded_argv"));
    if (function_ == nullptr) throw std::runtime_error(::dlerror());
}

loaded_kernel::~loaded_kernel() {
    if (library_ != nullptr) ::dlclose(library_);
}

int loaded_kernel::operator()(std::span<const std::int32_t> symbols, std::span<void *const> buffers,
                              const step_values &now) const {
    void *user_context = nullptr;
    std::vector<void *> arguments{&user_context};
    std::vector<std::int32_t> scalars(symbols.begin(), symbols.end());
    std::vector<halide_buffer_t> storage(buffers.size());
    for (auto &s : scalars) arguments.push_back(&s);
    step_values step = now;
    if (takes_step_values_) arguments.insert(arguments.end(), {&step.seed, &step.step, &step.first_row});
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        storage[i].host = static_cast<std::uint8_t *>(buffers[i]);
        arguments.push_back(&storage[i]);
    }
    return function_(arguments.data());
}

}  // namespace sylvite::generators
