#include <sylvite/codegen/tuning/arguments.hpp>
#include <sylvite/codegen/tuning/command.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/lists.hpp>
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/codegen/tuning/autoschedulers.hpp>
#include <sylvite/codegen/tuning/processor_name.hpp>
#include <sylvite/codegen/tuning/report.hpp>

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <thread>

namespace sylvite::codegen {
namespace {

std::atomic<bool> interrupted = false;

extern "C" void interrupt(int) { interrupted = true; }

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::localtime_r(&now, &parts);
    char text[16];
    std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
    return text;
}

/// Threads of this machine; of another one it is not known.
int default_threads(const tune_arguments &a) {
    return a.runner.empty() ? static_cast<int>(std::max(1u, std::thread::hardware_concurrency())) : 1;
}

tuning_options options_of(const tune_arguments &a, const tuned_build &build, const std::string &target) {
    const bool is_host = a.target.empty() && std::string_view(build.target).starts_with("host");
    tuning_options o;
    o.processor = is_host ? processor_name() : tuned_target(target);
    o.budget_seconds = a.budget;
    o.most_trials = a.trials;
    o.seed = static_cast<std::uint64_t>(a.seed);
    o.method = a.method;
    o.compilers = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const std::string database = a.database.empty() ? build.database : a.database;
    if (database.empty())
        throw std::runtime_error("this build takes schedules from no database; name one with --database");
    o.database = database_file(database, target, is_host);
    o.workshop.folder = std::filesystem::absolute(build.folder) / fmt::format("{}", ::getpid());
    o.trials = std::filesystem::absolute(build.folder) / "trials.jsonl";
    o.workshop.kernel_compiler = build.kernel_compiler;
    o.workshop.cxx = a.cxx.empty() ? build.cxx : a.cxx;
    o.workshop.includes = words_of(build.includes, ':');
    o.workshop.target = target;
    o.workshop.runner = words_of(a.runner, ' ');
    // An emulator needs a hundred times as long as its machine.
    if (!a.runner.empty()) o.workshop.candidate_seconds = 120;
    o.workshop.threads = a.threads > 0 ? a.threads : default_threads(a);
    o.workshop.stop = &interrupted;
    o.provenance.threads = o.workshop.threads;
    o.provenance.date = today();
    o.provenance.halide = output_of_command({build.kernel_compiler, "--halide-version"});
    o.provenance.compiler = hash_hex(read_file(build.kernel_compiler)).substr(0, 8);
    o.say = [](const std::string &line) { std::fprintf(stderr, "%s\n", line.c_str()); };
    return o;
}

/// Gone with all candidates, whatever happens.
class working_folder {
  public:
    explicit working_folder(std::filesystem::path path) : path_(std::move(path)) {
        std::filesystem::create_directories(path_);
    }
    working_folder(const working_folder &) = delete;
    working_folder &operator=(const working_folder &) = delete;
    ~working_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

  private:
    std::filesystem::path path_;
};

int run(const graph::table_view &table, const tune_arguments &a, const tuned_build &build) {
    plan_request wanted;
    wanted.name = build.name;
    wanted.network = build.network;
    wanted.entries = words_of(build.entries, ',');
    // Candidates are timed without instrumentation.
    wanted.target = tuned_target(a.target.empty() ? build.target : a.target);
    wanted.kernel_compiler = build.kernel_compiler;
    wanted.prepare = !build.embedded;
    if (wanted.target.find(',') != std::string::npos)
        throw std::runtime_error("the library is built for several instruction sets, " + wanted.target +
                                 "; name the one to tune for with --target");
    const planned_network network = plan_network(table, wanted);
    const tuning_options options = options_of(a, build, network.model.first().target);
    const working_folder folder(options.workshop.folder);
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    std::fprintf(stderr, "tuning %zu kernels of %s for %s (%s), %d threads, for %.0f s; improvements go to %s\n",
                 network.model.first().kernels.size(), build.name, options.processor.c_str(),
                 network.model.first().target.c_str(), options.workshop.threads, options.budget_seconds,
                 options.database.c_str());
    const auto results = tune_kernels(network.model, options);
    std::fputs(gains(network.model, results).c_str(), stdout);
    if (a.autoschedulers && !interrupted) {
        tuning_options beside = options;
        beside.workshop.compile_seconds = 60;
        std::fputs(compare_autoschedulers(network.model, results, beside).c_str(), stdout);
    }
    if (a.curve) std::fputs(curve(network.model, results).c_str(), stdout);
    return interrupted ? 130 : 0;
}

}  // namespace

int tune(const graph::table_view &table, int argc, char **argv, const tuned_build &build) {
    const tune_arguments a = read_arguments(argc, argv, build.name);
    try {
        return run(table, a, build);
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s.tune: %s\n", build.name, problem.what());
        return 1;
    }
}

}  // namespace sylvite::codegen
