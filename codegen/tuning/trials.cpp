#include <sylvite/codegen/tuning/trials.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace sylvite::codegen {

using json = nlohmann::ordered_json;

trial_log::trial_log(std::filesystem::path file, std::string circumstances)
    : file_(std::move(file)), circumstances_(std::move(circumstances)) {}

std::vector<trial> trial_log::read() const {
    std::vector<trial> trials;
    std::ifstream in(file_, std::ios::binary);
    for (std::string line; std::getline(in, line);) {
        try {
            const json text = json::parse(line);
            if (text.at("of").get<std::string>() != circumstances_) continue;
            trial t;
            t.kernel = text.at("kernel").get<std::string>();
            t.schedule = parse_schedule(text.at("schedule").get<std::string>());
            if (text.contains("seconds")) t.seconds = text.at("seconds").get<double>();
            if (text.contains("fault")) t.fault = text.at("fault").get<std::string>();
            trials.push_back(std::move(t));
        } catch (const std::exception &) {
            continue;  // the last line of a run that was interrupted
        }
    }
    return trials;
}

void trial_log::add(const trial &t) const {
    json text{{"of", circumstances_}, {"kernel", t.kernel}, {"schedule", to_text(t.schedule)}};
    if (t.seconds) text["seconds"] = *t.seconds;
    if (!t.fault.empty()) text["fault"] = t.fault;
    // A line that was cut must not swallow this one.
    bool is_cut = false;
    if (std::ifstream before(file_, std::ios::binary | std::ios::ate); before && before.tellg() > 0) {
        before.seekg(-1, std::ios::end);
        is_cut = before.get() != '\n';
    }
    std::ofstream out(file_, std::ios::binary | std::ios::app);
    out << (is_cut ? "\n" : "") << text.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    if (!out.flush()) throw std::runtime_error(file_.string() + " cannot be written");
}

}  // namespace sylvite::codegen
