// The program that times one candidate: linked statically with the candidate's object and its spec, it needs nothing of
// the machine that it runs on. The tuner has it compiled by the compiler of the machine that is tuned for, this file
// alone.
//   timer --threads N --scratch BYTES --seconds S [--values] --extents A,B... [--extents ...]
// With --values it writes the results for each list of extents, as they lie in memory, one after the other. Last comes
// a line "seconds S": the least time of a call with the first extents.
#include <sylvite/codegen/tuning/inputs.cpp>
#include <sylvite/generators/spec/spec_text.cpp>
#include <sylvite/runtime/core/context.cpp>
#include <sylvite/runtime/core/handlers.cpp>
#include <sylvite/runtime/core/scratch.cpp>
#include <sylvite/runtime/parallel/pool.cpp>

#include <HalideRuntime.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

extern "C" {
int sylvite_candidate_argv(void **arguments);
extern const char sylvite_candidate_spec[];
}

namespace sylvite::codegen {
namespace {

struct request {
    int threads = 1;
    std::size_t scratch = 0;
    double seconds = 0;
    bool values = false;
    std::vector<extents> sizes;
};

extents parse_extents(const std::string &text) {
    extents list;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) list.push_back(std::atoll(part.c_str()));
    return list;
}

request parse(int argc, char **argv) {
    request r;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--values") {
            r.values = true;
            continue;
        }
        if (i + 1 == argc) throw std::runtime_error("option " + option + " has no value");
        const char *value = argv[++i];
        if (option == "--threads")
            r.threads = std::atoi(value);
        else if (option == "--scratch")
            r.scratch = std::strtoull(value, nullptr, 10);
        else if (option == "--seconds")
            r.seconds = std::atof(value);
        else if (option == "--extents")
            r.sizes.push_back(parse_extents(value));
        else
            throw std::runtime_error("unknown option " + option);
    }
    if (r.sizes.empty()) r.sizes.emplace_back();
    return r;
}

/// Memory for one tensor, aligned as an arena aligns it.
class buffer {
  public:
    explicit buffer(std::uint64_t bytes)
        : bytes_(bytes), memory_(std::aligned_alloc(alignment, (bytes + alignment) / alignment * alignment)) {
        if (memory_ == nullptr) throw std::runtime_error("no memory for " + std::to_string(bytes) + " bytes");
        std::memset(memory_, 0, bytes);
    }
    buffer(buffer &&other) noexcept : bytes_(other.bytes_), memory_(std::exchange(other.memory_, nullptr)) {}
    buffer &operator=(buffer &&) = delete;
    ~buffer() { std::free(memory_); }
    [[nodiscard]] void *data() const { return memory_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    static constexpr std::size_t alignment = 128;

  private:
    std::uint64_t bytes_;
    void *memory_;
};

/// The candidate with arguments and results of one size.
class call {
  public:
    call(const generators::kernel_spec &spec, const extents &symbols, core::context &context) : context_(context) {
        const auto overwrites = [&](std::size_t k) {
            return std::any_of(spec.outputs.begin(), spec.outputs.end(),
                               [&](const generators::spec_output &o) { return o.in_place == static_cast<int>(k); });
        };
        for (std::size_t k = 0; k < spec.arguments.size(); ++k) {
            const generators::spec_argument &a = spec.arguments[k];
            arguments_.emplace_back(bytes_of(a.dims, a.type, symbols));
            fill_argument(spec, k, symbols, arguments_.back().data());
            if (!overwrites(k)) operands_.push_back({});
            if (!overwrites(k)) operands_.back().host = static_cast<std::uint8_t *>(arguments_.back().data());
        }
        for (const generators::spec_output &o : spec.outputs) {
            const graph::node &n = spec.nodes[o.node];
            results_.emplace_back(bytes_of(spec.dims(n), n.type, symbols));
            if (o.in_place >= 0) initial_.push_back({results_.size() - 1, static_cast<std::size_t>(o.in_place)});
            operands_.push_back({});
            operands_.back().host = static_cast<std::uint8_t *>(results_.back().data());
        }
        for (const std::int64_t s : symbols) symbols_.push_back(static_cast<std::int32_t>(s));
        user_context_ = &context;
        argv_.push_back(&user_context_);
        for (std::int32_t &s : symbols_) argv_.push_back(&s);
        if (generators::takes_step_values(spec.view()))
            argv_.insert(argv_.end(), {&step_.seed, &step_.step, &step_.first_row});
        for (halide_buffer_t &b : operands_) argv_.push_back(&b);
        restore();
    }
    call(const call &) = delete;
    call &operator=(const call &) = delete;

    /// What is updated in place starts anew, or its numbers would leave every sensible range.
    void restore() {
        for (const auto &[result, argument] : initial_)
            std::memcpy(results_[result].data(), arguments_[argument].data(), results_[result].bytes());
    }

    void run() {
        context_.scratch.reset();
        if (sylvite_candidate_argv(argv_.data()) != 0)
            throw std::runtime_error(std::string("the kernel failed: ") + context_.kernel_error.text());
    }

    void write_results() const {
        for (const buffer &b : results_)
            if (std::fwrite(b.data(), 1, b.bytes(), stdout) != b.bytes()) throw std::runtime_error("output is closed");
    }

  private:
    struct copied {
        std::size_t result, argument;
    };
    core::context &context_;
    void *user_context_ = nullptr;
    std::vector<buffer> arguments_, results_;
    std::vector<copied> initial_;
    std::vector<std::int32_t> symbols_;
    step_values step_ = tried_step;
    std::vector<halide_buffer_t> operands_;
    std::vector<void *> argv_;
};

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// The least of many rounds, each long enough for the clock and short enough to find a quiet moment.
double least_seconds(call &c, double seconds) {
    constexpr double round = 200e-6;
    constexpr int fewest_rounds = 3;
    double least = 1e300;
    int calls = 1;
    const double end = now() + seconds;
    for (int i = 0; i < fewest_rounds || now() < end; ++i) {
        c.restore();
        const double start = now();
        for (int k = 0; k < calls; ++k) c.run();
        const double spent = now() - start;
        least = std::min(least, spent / calls);
        if (spent < round / 2) calls = std::min(1 << 20, static_cast<int>(round / std::max(least, 1e-9)) + 1);
    }
    return least;
}

void run(const request &r) {
    const generators::kernel_spec spec = generators::parse_spec(sylvite_candidate_spec);
    core::install_handlers();
    parallel::pool team(r.threads);
    const buffer scratch(r.scratch + 1);
    core::context context;
    context.scratch.bind({static_cast<std::byte *>(scratch.data()), r.scratch});
    if (r.threads > 1) context.parallel = team.hook();
    const core::context_scope scope(&context);
    if (r.values)
        for (const extents &size : r.sizes) {
            call c(spec, size, context);
            c.run();
            c.write_results();
        }
    if (r.seconds > 0) {
        call c(spec, r.sizes.front(), context);
        std::printf("seconds %.9g\n", least_seconds(c, r.seconds));
    }
    if (std::fflush(stdout) != 0) throw std::runtime_error("output is closed");
}

}  // namespace
}  // namespace sylvite::codegen

int main(int argc, char **argv) {
    try {
        sylvite::codegen::run(sylvite::codegen::parse(argc, argv));
        return 0;
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
}
