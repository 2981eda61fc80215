#include "report.hpp"

#include "naive.hpp"

#include <cstdio>
#include <iterator>
#include <utility>

namespace {

constexpr const char *network_colour = "#1f77b4", *truth_colour = "#222";
constexpr const char *naive_colours[] = {"#d9700f", "#7a9a3a", "#8c6bb1"};
constexpr const char *naive_dashes = "6 3";

void print_line(const char *name, const forecast_error &e) {
    std::printf("  %-22s %10.3f %18.3f\n", name, e.absolute, e.root_mean_square);
}

/// As if somebody had made a forecast from the first held-out week on, and the next one when that was at its end.
chart chart_of_values(const held_out_forecasts &of, const std::string &unit) {
    const naive_forecast &naive = naive_forecasts[0];
    chart_line truth{"what came", truth_colour, 1.3, "", {}}, network{"network", network_colour, 2, "", {}},
        yardstick{naive.name, naive_colours[0], 1.5, naive_dashes, {}};
    chart drawn{
        "Forecasts of " + std::to_string(of.coming) + " weeks, one behind the other", unit, {}, {}, 0, false, {}};
    const std::size_t begin = of.parts.held_out_from, forecasts = (of.series.size() - begin) / of.coming;
    for (std::size_t i = 0; i < forecasts; ++i) {
        const std::size_t origin = begin + i * of.coming;
        drawn.x_marks.push_back(static_cast<double>(origin - begin));
        drawn.x_texts.emplace_back(static_cast<double>(origin - begin), of.series.date(origin));
        for (std::size_t k = 0; k < of.coming; ++k) {
            truth.y.push_back(static_cast<double>(of.series.values.at(origin + k)));
            network.y.push_back(of(origin, k));
            yardstick.y.push_back(naive.forecast(of.series, origin, k));
        }
    }
    drawn.lines = {std::move(yardstick), std::move(network), std::move(truth)};
    return drawn;
}

chart chart_of_errors(const held_out_errors &errors, const std::string &unit) {
    chart drawn{"Mean error by weeks ahead", unit, {}, {}, 1, true, {}};
    for (std::size_t i = 0; i < std::size(naive_colours); ++i)
        drawn.lines.push_back(
            {naive_forecasts[i].name, naive_colours[i], 1.5, naive_dashes, errors.naive[i].weeks_ahead});
    drawn.lines.push_back({"network", network_colour, 2, "", errors.network.weeks_ahead});
    for (std::size_t ahead = 1; ahead <= errors.network.weeks_ahead.size(); ++ahead)
        if (ahead == 1 || ahead % 4 == 0) {
            drawn.x_marks.push_back(static_cast<double>(ahead));
            drawn.x_texts.emplace_back(static_cast<double>(ahead), std::to_string(ahead));
        }
    return drawn;
}

}  // namespace

held_out_errors errors_of(const held_out_forecasts &of) {
    held_out_errors errors;
    errors.network = error_of(of.series, of.parts.held_out, of.coming, of);
    for (const naive_forecast &naive : naive_forecasts)
        errors.naive.push_back(
            error_of(of.series, of.parts.held_out, of.coming,
                     [&](std::size_t origin, std::size_t k) { return naive.forecast(of.series, origin, k); }));
    return errors;
}

void print(const held_out_errors &errors, const held_out_forecasts &of, const std::string &unit) {
    std::printf("held out: %zu weeks from %s on; %zu forecasts of %zu weeks\n",
                of.series.size() - of.parts.held_out_from, of.series.date(of.parts.held_out_from).c_str(),
                of.parts.held_out.size(), of.coming);
    std::printf("  %-22s mean error   root mean square\n", unit.c_str());
    print_line("network", errors.network);
    for (std::size_t i = 0; i < errors.naive.size(); ++i) print_line(naive_forecasts[i].name, errors.naive[i]);
}

std::vector<chart> charts_of(const held_out_errors &errors, const held_out_forecasts &of, const std::string &unit) {
    return {chart_of_values(of, unit), chart_of_errors(errors, unit)};
}
