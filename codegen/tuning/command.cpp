#include <sylvite/codegen/tuning/command.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/lists.hpp>
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/codegen/tuning/autoschedulers.hpp>
#include <sylvite/codegen/tuning/processor_name.hpp>
#include <sylvite/codegen/tuning/report.hpp>

#include <argp.h>
#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <stdexcept>
#include <thread>

namespace sylvite::codegen {
namespace {

struct arguments {
    double budget = 600;
    std::int64_t trials = 0, seed = 1;
    int threads = 0;
    std::string runner, database, target, cxx;
    search_method method = search_method::climb;
    bool curve = false, autoschedulers = false;
};

enum option_key : int {
    key_budget = 1,
    key_threads,
    key_runner,
    key_database,
    key_trials,
    key_seed,
    key_target,
    key_cxx,
    key_search,
    key_curve,
    key_autoschedulers,
};

const argp_option known_options[] = {
    {"budget", key_budget, "TIME", 0, "How long it may take: 90s, 10m (unless given), 2h", 0},
    {"threads", key_threads, "N", 0, "Threads of a kernel; all of the processor unless given", 0},
    {"trials", key_trials, "N", 0, "At most so many of a kernel, earlier runs' included", 0},
    {"seed", key_seed, "N", 0, "Of the search (1)", 0},
    {"database", key_database, "FILE", 0, "Where improvements go, in place of what builds take", 0},
    {"runner", key_runner, "COMMAND", 0, "Run candidates by COMMAND PROGRAM ARGUMENTS...: on another machine", 0},
    {"target", key_target, "NAME", 0, "Halide's name of that machine's instruction set", 0},
    {"cxx", key_cxx, "FILE", 0, "The C++ compiler that makes static programs for it", 0},
    {"search", key_search, "HOW", 0, "climb (unless given), or random, to compare", 0},
    {"autoschedulers", key_autoschedulers, nullptr, 0,
     "Then time Halide's Mullapudi2016, Adams2019 and Li2018 beside what was found, a minute to compile for each", 0},
    {"curve", key_curve, nullptr, 0, "Also print how far the search was after 1, 2, 4, ... trials", 0},
    {}};

std::atomic<bool> interrupted = false;

extern "C" void interrupt(int) { interrupted = true; }

/// "90s", "10m", "2h", or seconds.
double parse_duration(const std::string &text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const double scale = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : 0;
    return error == std::errc{} && scale > 0 && value > 0 ? value * scale : 0;
}

std::int64_t whole(const char *option, const std::string &text, std::int64_t least, const argp_state *state) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least)
        argp_failure(state, 2, 0, "--%s: expected a whole number from %ld on, found \"%s\"", option,
                     static_cast<long>(least), text.c_str());
    return value;
}

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_autoschedulers:
            a.autoschedulers = true;
            return 0;
        case key_budget:
            a.budget = parse_duration(text);
            if (a.budget == 0)
                argp_failure(state, 2, 0, "--budget: expected a time such as 90s, 10m or 2h, found \"%s\"", text);
            return 0;
        case key_threads:
            a.threads = static_cast<int>(whole("threads", text, 1, state));
            return 0;
        case key_trials:
            a.trials = whole("trials", text, 1, state);
            return 0;
        case key_seed:
            a.seed = whole("seed", text, 0, state);
            return 0;
        case key_database:
            a.database = text;
            return 0;
        case key_runner:
            a.runner = text;
            return 0;
        case key_target:
            a.target = text;
            return 0;
        case key_cxx:
            a.cxx = text;
            return 0;
        case key_search:
            if (std::string_view(text) == "random")
                a.method = search_method::random;
            else if (std::string_view(text) != "climb")
                argp_failure(state, 2, 0, "--search: expected climb or random, found \"%s\"", text);
            return 0;
        case key_curve:
            a.curve = true;
            return 0;
        case ARGP_KEY_ARG:
            argp_failure(state, 2, 0, "unexpected argument \"%s\"", text);
            return 0;
        case ARGP_KEY_END:
            if (!a.runner.empty() && a.target.empty())
                argp_failure(state, 2, 0,
                             "--runner: the other machine's instruction set is not known; name it with --target");
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::localtime_r(&now, &parts);
    char text[16];
    std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
    return text;
}

/// Threads of this machine; of another one it is not known.
int default_threads(const arguments &a) {
    return a.runner.empty() ? static_cast<int>(std::max(1u, std::thread::hardware_concurrency())) : 1;
}

tuning_options options_of(const arguments &a, const tuned_build &build, const std::string &target) {
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

int run(const graph::table_view &table, const arguments &a, const tuned_build &build) {
    plan_request wanted;
    wanted.name = build.name;
    wanted.network = build.network;
    wanted.entries = words_of(build.entries, ',');
    // Candidates are timed without instrumentation.
    wanted.target = tuned_target(a.target.empty() ? build.target : a.target);
    wanted.kernel_compiler = build.kernel_compiler;
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
    arguments a;
    const std::string about = fmt::format("Looks for better schedules of the kernels of {}.", build.name);
    const argp parser{known_options, read_option, nullptr, about.c_str(), nullptr, nullptr, nullptr};
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    try {
        return run(table, a, build);
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s.tune: %s\n", build.name, problem.what());
        return 1;
    }
}

}  // namespace sylvite::codegen
