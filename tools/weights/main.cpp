// sylvite-weights: compiles a file of weights into a constant table.
#include "table.hpp"

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/atomic_file.hpp>

#include <argp.h>

#include <cstdio>
#include <span>

namespace {

struct arguments {
    std::string layout, weights, name, source, header;
    std::vector<sylvite::name_rule> renames;
    sylvite::load_options how;
};

enum option_key : int { key_layout = 1, key_name, key_source, key_header, key_rename, key_unexpected, key_f64 };

const argp_option known_options[] = {
    {"layout", key_layout, "FILE", 0, "What the generator wrote about the network, NAME.layout", 0},
    {"name", key_name, "NAME", 0, "Of the table", 0},
    {"source", key_source, "FILE", 0, "C++ source to write", 0},
    {"header", key_header, "FILE", 0, "C++ header to write", 0},
    {"rename", key_rename, "FROM=TO", 0, "A name of the file and what the network calls it; * stands for any text", 0},
    {"allow-unexpected", key_unexpected, nullptr, 0, "Pass over tensors that the network does not have", 0},
    {"convert-f32-f64", key_f64, nullptr, 0, "Take f32 for f64, and the nearest f32 for f64", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_layout:
            a.layout = text;
            return 0;
        case key_name:
            a.name = text;
            return 0;
        case key_source:
            a.source = text;
            return 0;
        case key_header:
            a.header = text;
            return 0;
        case key_rename: {
            const std::string rule = text;
            const auto equals = rule.find('=');
            if (equals == std::string::npos) argp_error(state, "expected FROM=TO, found \"%s\"", text);
            a.renames.push_back({rule.substr(0, equals), rule.substr(equals + 1)});
            return 0;
        }
        case key_unexpected:
            a.how.allow_unexpected = true;
            return 0;
        case key_f64:
            a.how.convert_f32_f64 = true;
            return 0;
        case ARGP_KEY_ARG:
            if (!a.weights.empty()) argp_error(state, "one file of weights is taken, \"%s\" is a second", text);
            a.weights = text;
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

}  // namespace

int main(int argc, char **argv) {
    namespace weights = sylvite::weights;
    argp_err_exit_status = 2;
    const argp parser{known_options,
                      read_option,
                      "FILE.safetensors",
                      "Compiles a file of weights into a constant table of a C++ program.",
                      nullptr,
                      nullptr,
                      nullptr};
    arguments a;
    try {
        argp_parse(&parser, argc, argv, 0, nullptr, &a);
        for (const std::string *needed : {&a.layout, &a.weights, &a.name, &a.source, &a.header})
            if (needed->empty())
                throw sylvite::error("--layout, --name, --source, --header and a file of weights are needed");
        for (const sylvite::name_rule &rule : a.renames) a.how.names.add(rule);
        const weights::layout network(a.layout);
        const std::string from = a.weights.substr(a.weights.rfind('/') + 1);
        const std::vector<std::byte> image = weights::persistent_image(network, a.weights, a.how);
        sylvite::io::replace_file(a.header, weights::header_text(network, a.name, from));
        sylvite::io::replace_file(a.source, weights::source_text(network, a.name, from, image));
        return 0;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "sylvite-weights: %s\n", e.what());
        return 1;
    }
}
