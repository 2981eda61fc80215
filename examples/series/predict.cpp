// Forecasts the weeks behind the end of the series, with weights that series_train has written. The library linked in
// holds the predict entry alone: no backward kernel, no optimizer state.
#include "../command_line.hpp"
#include "windows.hpp"

#include <series_reader.gen.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

namespace {

using shown = windows<series_reader>;

struct arguments {
    std::string data = CO2_CSV, weights = "series.safetensors";
    std::size_t back = 0;
};

void predict(const arguments &a) {
    const auto all = std::make_shared<const weekly_series>(read_weeks(a.data));
    if (all->size() < shown::before + a.back)
        throw sylvite::error(a.data + " has " + std::to_string(all->size()) + " weeks; " +
                             std::to_string(shown::before) + " are needed in front of what is forecast");
    const std::size_t origin = all->size() - a.back;
    series_reader net;
    net.load(a.weights);
    const auto result = net.predict(shown::at({origin}, all));

    const auto [low, high] = std::minmax_element(result.forecast.begin(), result.forecast.end());
    for (std::size_t k = 0; k < result.forecast.size(); ++k) {
        const float value = result.forecast[k];
        std::printf("%s  %8.2f", all->date(origin + k).c_str(), static_cast<double>(value));
        if (origin + k < all->size()) std::printf(", came %8.2f", static_cast<double>(all->values[origin + k]));
        std::printf("  %*c\n", 1 + static_cast<int>(40 * (value - *low) / std::max(*high - *low, 1e-6F)), '*');
    }
}

const argp_option options[] = {
    {"data", 'd', "FILE", 0, "CSV of year, month, day and value, one a week", 0},
    {"weights", 'w', "FILE", 0, "File that series_train has written (series.safetensors)", 0},
    {"back", 'b', "WEEKS", 0, "Forecast as it was so many weeks before the end (0)", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case 'd':
            a.data = text;
            return 0;
        case 'w':
            a.weights = text;
            return 0;
        case 'b':
            a.back = number_from<std::size_t>(text, "back", 0, 1e6, state);
            return 0;
        default:
            return read_nothing_else(key, text, state);
    }
}

}  // namespace

int main(int argc, char **argv) {
    arguments a;
    read_command_line(argc, argv, options, read_option, "Forecasts a weekly series.", a);
    return status_of("series_predict", [&] { predict(a); });
}
