// What is told of a planned network: the facts, and the forms they are written in.
#include <sylvite/codegen/inspect/code_size.hpp>
#include <sylvite/codegen/inspect/kernel_files.hpp>
#include <sylvite/codegen/inspect/layout.hpp>
#include <sylvite/codegen/inspect/writers.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace sylvite::codegen {
namespace {

struct sample {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<8>, 6>("x");
        const auto label = net.input<i32, dynamic<8>>("label");
        const auto hidden = relu(dense<5>("hidden", x));
        const auto z = dense<3>("out", hidden);
        const auto loss = softmax_cross_entropy(z, label);
        net.entry("predict", output("class", argmax<1>(z)));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
constexpr int line_of_hidden = __LINE__ - 7;
constexpr std::size_t predict = 0, train = 1;

const planned_network &network_of_sample() {
    static const planned_network made = [] {
        planned_network network;
        network.table = graph::compact(graph_of<sample>());
        model_options options;
        options.name = "sample";
        options.network = identify(network.table.view(), "of_a_header");
        options.targets = {{"x86-64-linux-avx-avx2-fma-sse41", {}}};
        network.model = model_program(network.table.view(), options);
        return network;
    }();
    return made;
}

network_report report() { return report_on(network_of_sample(), "/nowhere/libsample.a"); }

std::vector<std::string> lines_of(const std::string &text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::size_t count(const std::string &text, const std::string &part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

template <class Function>
std::string complaint(Function run) {
    try {
        run();
    } catch (const std::runtime_error &problem) {
        return problem.what();
    }
    return "";
}

TEST(passes, tell_what_the_user_wrote_from_gradients_and_updates) {
    const graph::table_view table = network_of_sample().table.view();
    const auto passes = passes_of(table, table.entries[train]);
    int backward_contractions = 0;
    for (graph::node_id id = 0; id < table.size(); ++id) {
        switch (table[id].kind) {
            case graph::op::relu:
            case graph::op::log:
                EXPECT_EQ(passes[id], pass::forward);
                break;
            case graph::op::sqrt:
            case graph::op::assign:
                EXPECT_EQ(passes[id], pass::update);
                break;
            case graph::op::contraction:
                EXPECT_NE(passes[id], pass::update);
                backward_contractions += passes[id] == pass::backward ? 1 : 0;
                break;
            default:
                break;
        }
    }
    EXPECT_EQ(backward_contractions, 3) << "of the second layer its weight and its input, of the first its weight";
}

TEST(passes, of_an_entry_that_only_predicts_are_forward) {
    const network_report r = report();
    for (const call_report &c : r.entries[predict].calls) EXPECT_EQ(c.part, pass::forward);
    EXPECT_EQ(r.entries[train].calls.front().part, pass::forward);
    EXPECT_EQ(r.entries[train].calls.back().part, pass::update);
}

TEST(report, names_what_calls_read_and_write) {
    const network_report r = report();
    const call_report &first = r.entries[train].calls[0];
    const auto names = [&](const std::vector<std::uint32_t> &tensors) {
        std::vector<std::string> found;
        for (const std::uint32_t t : tensors) found.push_back(r.tensors[t]);
        return found;
    };
    EXPECT_EQ(names(first.reads), (std::vector<std::string>{"x", "hidden.weight", "hidden.bias"}));
    EXPECT_EQ(names(first.writes), (std::vector<std::string>{"#1"}));
    EXPECT_EQ(first.cost.flops, 2 * 8 * 5 * 6 + 2 * 8 * 5);
    bool updates_weight = false;
    for (const call_report &c : r.entries[train].calls)
        for (const std::uint32_t t : c.writes)
            if (r.tensors[t] == "hidden.weight") {
                updates_weight = true;
                EXPECT_NE(std::find(c.reads.begin(), c.reads.end(), t), c.reads.end()) << "it is updated in place";
            }
    EXPECT_TRUE(updates_weight);
    for (const std::string &name : r.tensors) EXPECT_FALSE(name.empty());
}

TEST(report, tells_results_of_one_call_apart) {
    const network_report r = report();
    const auto &calls = r.entries[train].calls;
    const auto both = std::find_if(calls.begin(), calls.end(), [&](const call_report &c) {
        return c.writes.size() == 2 && c.kernel->spec.kind == family::row_wise;  // the loss and its gradient
    });
    ASSERT_NE(both, calls.end());
    const std::string number = "#" + std::to_string(both - calls.begin() + 1);
    EXPECT_EQ(r.tensors[both->writes[0]], number + ".1");
    EXPECT_EQ(r.tensors[both->writes[1]], number + ".2");
    EXPECT_NE(describe(r).find("f32 [<=8], f32 [<=8, 3]"), std::string::npos) << describe(r);
}

TEST(report, memory_in_use_is_no_more_than_planned) {
    for (const entry_report &e : report().entries) {
        EXPECT_GT(e.live_bytes, 0U);
        EXPECT_LE(e.live_bytes, e.entry->workspace_bytes);
        EXPECT_LT(e.live_call, e.calls.size());
    }
}

TEST(inspect_json, has_a_memory_map_in_which_nothing_overlaps) {
    const auto j = nlohmann::json::parse(to_json(report()));
    EXPECT_EQ(j["format"], 1);
    EXPECT_EQ(j["network"], "sample");
    EXPECT_EQ(j["struct"], "of_a_header");
    EXPECT_TRUE(j["code"].is_null());
    EXPECT_EQ(j["memory"]["peak_bytes"].get<std::uint64_t>(), j["memory"]["persistent_bytes"].get<std::uint64_t>() +
                                                                  j["memory"]["workspace_bytes"].get<std::uint64_t>() +
                                                                  j["memory"]["scratch_bytes"].get<std::uint64_t>());
    std::size_t compared = 0;
    for (const auto &e : j["entries"]) {
        const auto &lives = e["lifetimes"];
        for (std::size_t a = 0; a < lives.size(); ++a)
            for (std::size_t b = a + 1; b < lives.size(); ++b) {
                if (lives[a]["last_call"] < lives[b]["first_call"] || lives[b]["last_call"] < lives[a]["first_call"])
                    continue;
                const auto &s = j["tensors"][lives[a]["tensor"].get<std::size_t>()];
                const auto &t = j["tensors"][lives[b]["tensor"].get<std::size_t>()];
                ++compared;
                EXPECT_TRUE(s["offset"].get<std::uint64_t>() + s["bytes"].get<std::uint64_t>() <= t["offset"] ||
                            t["offset"].get<std::uint64_t>() + t["bytes"].get<std::uint64_t>() <= s["offset"])
                    << s << t;
            }
        for (const auto &life : lives) {
            const auto &t = j["tensors"][life["tensor"].get<std::size_t>()];
            EXPECT_LE(t["offset"].get<std::uint64_t>() + t["bytes"].get<std::uint64_t>(), e["workspace_bytes"]);
        }
    }
    EXPECT_GT(compared, 20U);
}

TEST(inspect_json, calls_name_kernels_tensors_and_lines_that_are_there) {
    const auto j = nlohmann::json::parse(to_json(report()));
    const std::string hidden = "inspect.test.cpp:" + std::to_string(line_of_hidden);
    int at_hidden = 0;
    for (const auto &e : j["entries"])
        for (const auto &c : e["calls"]) {
            EXPECT_LT(c["kernel"].get<std::size_t>(), j["kernels"].size());
            for (const char *key : {"reads", "writes"})
                for (const auto &t : c[key]) EXPECT_LT(t.get<std::size_t>(), j["tensors"].size());
            std::int64_t flops = 0;
            for (const auto &term : c["cost"]) {
                std::int64_t product = term["flops"].get<std::int64_t>();
                for (const auto &s : term["symbols"])
                    product *= j["symbol_bounds"][s.get<std::size_t>() - 1].get<std::int64_t>();
                flops += product;
            }
            EXPECT_EQ(flops, c["flops"].get<std::int64_t>());
            at_hidden += c["line"] == hidden ? 1 : 0;
        }
    EXPECT_GE(at_hidden, 4) << "predict, train forward, the gradients of weight and bias";
}

TEST(inspect_text, fits_120_columns_and_leaves_nothing_out) {
    const network_report r = report();
    const std::string text = describe(r);
    for (const std::string &line : lines_of(text)) EXPECT_LE(line.size(), columns) << line;
    for (const kernel_model &k : r.model().first().kernels)
        EXPECT_GE(count(text, k.short_name()), 2U) << "a call and a schedule";
    for (const char *part :
         {"hidden.weight.adam_m", "ENTRY predict", "ENTRY train", "WORKSPACE of train", "together",
          "sample_generate is not built", "contraction add relu of x, hidden.weight, hidden.bias -> #1"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    const std::string one = describe(r, "predict");
    EXPECT_EQ(one.find("ENTRY train"), std::string::npos);
    EXPECT_NE(one.find("ENTRY predict"), std::string::npos);
}

TEST(inspect_text, begins_with_the_network_and_the_struct_that_it_is_made_of) {
    EXPECT_TRUE(describe(report(), "").starts_with("network sample, of the struct of_a_header\n"));
}

TEST(inspect_dot, has_a_cluster_a_call_and_tells_passes_apart) {
    const network_report r = report();
    const std::string dot = to_dot(r, train, graph_detail::operations);
    EXPECT_EQ(count(dot, "subgraph cluster_"), r.entries[train].calls.size());
    EXPECT_EQ(count(dot, "{"), count(dot, "}"));
    for (const char *colour : {"#d6e6f5", "#f8cf9e", "#b7dba8"}) EXPECT_GE(count(dot, colour), 4U) << colour;
    EXPECT_GE(count(dot, "tooltip=\"inspect.test.cpp:" + std::to_string(line_of_hidden) + ", forward\""), 2U);
    EXPECT_GE(count(dot, "tooltip=\"inspect.test.cpp:" + std::to_string(line_of_hidden) + ", backward\""), 1U);
    EXPECT_NE(dot.find("hidden.weight (new)"), std::string::npos);
    const std::string small = to_dot(r, train, graph_detail::kernels);
    EXPECT_EQ(count(small, "subgraph"), 0U);
    EXPECT_LT(small.size(), dot.size() / 2);
}

TEST(code_size, counts_the_sections_of_a_library_and_refuses_what_is_none) {
    EXPECT_FALSE(sizes_of_library("/nowhere/libnothing.a").has_value());
    const auto sizes = sizes_of_library(SOME_LIBRARY);
    ASSERT_TRUE(sizes.has_value());
    std::uint64_t code = 0;
    for (const auto &[name, size] : *sizes) {
        EXPECT_TRUE(name.ends_with(".o")) << name;
        code += size.code;
    }
    EXPECT_GT(code, 1000U);

    const std::string whole = read_file(SOME_LIBRARY);
    const std::filesystem::path cut =
        std::filesystem::temp_directory_path() / ("cut" + std::to_string(::getpid()) + ".a");
    for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 300) {
        std::ofstream(cut, std::ios::binary).write(whole.data(), static_cast<std::streamsize>(length));
        const std::string said = complaint([&] { static_cast<void>(sizes_of_library(cut)); });
        EXPECT_TRUE(said.empty() ? length > 8 : said.starts_with(cut.string())) << length << ": " << said;
    }
    std::filesystem::remove(cut);
}

TEST(find_kernels, takes_digits_calls_and_all) {
    const network_report r = report();
    const std::string hash = r.model().first().kernels[1].hash;
    EXPECT_EQ(find_kernels(r, hash.substr(0, 8)).at(0)->hash, hash);
    EXPECT_EQ(find_kernels(r, "train:2").at(0), r.entries[train].calls[1].kernel);
    EXPECT_EQ(find_kernels(r, "all").size(), r.model().first().kernels.size());
    const auto said = [&](const char *word) { return complaint([&] { static_cast<void>(find_kernels(r, word)); }); };
    EXPECT_NE(said("xyz").find("no kernel is called \"xyz\""), std::string::npos);
    EXPECT_NE(said("").find("no kernel is called"), std::string::npos);
    EXPECT_NE(said("train:0").find("calls 1 to"), std::string::npos);
    EXPECT_NE(said("train:x").find("calls 1 to"), std::string::npos);
    EXPECT_EQ(said("fly:1"), "no entry is called \"fly\"");
}

TEST(layout, tables_fit_whatever_the_names_are) {
    text_table table({"name", ">bytes", "declared"});
    table.add({std::string(150, 'n') + ".weight", "12", "a_long_file_name_of_the_users.hpp:14"});
    table.add({"short", "1234", "x.hpp:1"});
    for (const std::string &line : lines_of(table.text())) EXPECT_LE(line.size(), columns) << line;
    EXPECT_NE(table.text().find("nnn...nnn"), std::string::npos);
    EXPECT_NE(table.text().find("n.weight"), std::string::npos);
    EXPECT_NE(table.text().find("a_long_file_name_of_the_users.hpp:14"), std::string::npos);
}

TEST(layout, writes_numbers_for_people) {
    EXPECT_EQ(bytes_text(999), "999 B");
    EXPECT_EQ(bytes_text(1000), "1.00 kB");
    EXPECT_EQ(bytes_text(999'600), "1.00 MB");
    EXPECT_EQ(bytes_text(64'200'000), "64.2 MB");
    EXPECT_EQ(flops_text(5), "5 flop");
    EXPECT_EQ(flops_text(5'973'760), "5.97 Mflop");
    EXPECT_EQ(grouped(25076712), "25,076,712");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(lines_text({"a.hpp:3", "a.hpp:5", "b.hpp:1"}), "a.hpp:3,5, b.hpp:1");
    EXPECT_EQ(wrapped({std::string(60, 'a'), std::string(60, 'b')}, 0, 4),
              std::string(60, 'a') + "\n    " + std::string(60, 'b') + "\n");
}

}  // namespace
}  // namespace sylvite::codegen
