#include <sylvite/codegen/tuning/database.hpp>

#include <sylvite/runtime/io/atomic_file.hpp>
#include <sylvite/runtime/io/output_target.hpp>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sylvite::codegen {
namespace {

using json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr const char *format = "sylvite tuning database 1";

std::runtime_error complaint(const fs::path &file, const std::string &text) {
    return std::runtime_error("tuning database " + file.string() + ": " + text);
}

tuned_kernel kernel_from(const json &entry) {
    tuned_kernel k;
    k.schedule = parse_schedule(entry.at("schedule").get<std::string>());
    k.seconds = entry.at("seconds").get<double>();
    k.heuristic_seconds = entry.at("heuristic_seconds").get<double>();
    k.threads = entry.at("threads").get<int>();
    k.trials = entry.at("trials").get<std::int64_t>();
    k.what = entry.at("what").get<std::string>();
    k.date = entry.at("date").get<std::string>();
    k.halide = entry.at("halide").get<std::string>();
    k.compiler = entry.at("compiler").get<std::string>();
    return k;
}

json json_of(const tuned_kernel &k) {
    return {{"what", k.what},        {"schedule", to_text(k.schedule)},
            {"seconds", k.seconds},  {"heuristic_seconds", k.heuristic_seconds},
            {"threads", k.threads},  {"trials", k.trials},
            {"date", k.date},        {"halide", k.halide},
            {"compiler", k.compiler}};
}

/// What nlohmann says, without its numbering.
std::string reason(const json::exception &problem) {
    std::string text = problem.what();
    if (const auto end = text.find("] "); text.starts_with('[') && end != std::string::npos) text.erase(0, end + 2);
    return text;
}

/// On the folder, while a file in it is read, changed and put back: the file itself is replaced.
class folder_lock {
  public:
    explicit folder_lock(const fs::path &file)
        : descriptor_(::open((file.has_parent_path() ? file.parent_path() : fs::path(".")).c_str(),
                             O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (descriptor_ < 0) throw complaint(file, std::string("its folder cannot be opened: ") + std::strerror(errno));
        while (::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) continue;
    }
    folder_lock(const folder_lock &) = delete;
    folder_lock &operator=(const folder_lock &) = delete;
    ~folder_lock() { ::close(descriptor_); }

  private:
    int descriptor_;
};

void write(const fs::path &file, const tuning_database &db) {
    json text{{"format", format}, {"processor", db.processor}, {"target", db.target}, {"kernels", json::object()}};
    for (const auto &[hash, kernel] : db.kernels) text["kernels"][hash] = json_of(kernel);
    try {
        io::replace_file(file.string(), text.dump(2) + '\n');
    } catch (const std::runtime_error &problem) {
        throw std::runtime_error(std::string("tuning database ") + problem.what());
    }
}

/// Behind symbolic links: who comes by another path must wait for the same lock.
fs::path file_behind(const fs::path &file) {
    try {
        if (const io::output_target target = io::find_output_target(file.string()); target.file) return *target.file;
    } catch (const std::runtime_error &problem) {
        throw std::runtime_error(std::string("tuning database ") + problem.what());
    }
    throw complaint(file, "is not a regular file");
}

}  // namespace

std::string tuned_target(const std::string &target) {
    std::string text = target;
    for (const std::string_view feature : {"-asan", "-tsan", "-msan"})
        if (const auto at = text.find(feature); at != std::string::npos) text.erase(at, feature.size());
    return text;
}

tuning_database read_database(const fs::path &file) {
    if (std::error_code ignored; fs::exists(file, ignored) && !fs::is_regular_file(file, ignored))
        throw complaint(file, "is not a regular file");  // a pipe would be waited for
    std::ifstream in(file, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) throw complaint(file, "cannot be read");
    tuning_database db;
    try {
        const json text = json::parse(content.str());
        if (!text.is_object() || text.value("format", "") != format)
            throw complaint(file, std::string("expected \"format\": \"") + format + "\", and it has none such");
        db.processor = text.at("processor").get<std::string>();
        db.target = text.at("target").get<std::string>();
        for (const auto &[hash, entry] : text.at("kernels").items()) {
            try {
                db.kernels[hash] = kernel_from(entry);
            } catch (const json::exception &problem) {
                db.faults.push_back("the entry of kernel " + hash + " is not understood: " + reason(problem));
            } catch (const std::runtime_error &problem) {
                db.faults.push_back("the entry of kernel " + hash + " is not understood: " + problem.what());
            }
        }
    } catch (const json::exception &problem) {
        throw complaint(file, "is damaged: " + reason(problem));
    }
    return db;
}

void merge_into_database(const fs::path &path, const tuning_database &found) {
    const fs::path file = file_behind(path);
    if (file.has_parent_path()) fs::create_directories(file.parent_path());
    const folder_lock lock(file);
    tuning_database all{found.processor, found.target, {}, {}};
    if (fs::exists(file)) {
        all = read_database(file);
        if (!all.faults.empty()) throw complaint(file, all.faults.front() + "; mend or remove it");
        if (all.processor != found.processor || all.target != found.target)
            throw complaint(file, "is for " + all.processor + " (" + all.target + "), not for " + found.processor +
                                      " (" + found.target + ")");
    }
    for (const auto &[hash, kernel] : found.kernels) all.kernels[hash] = kernel;
    write(file, all);
}

}  // namespace sylvite::codegen
