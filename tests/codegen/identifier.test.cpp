// Headers are C++ whatever a network's tensors and entries are called.
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace sylvite::codegen {
namespace {

/// Keywords and alternative tokens of C++20, members of instances and of networks in static memory, what is no name,
/// and what functions of the headers call their parameters.
const char *const awkward[] = {
    "alignas",     "alignof",   "and",        "and_eq",     "asm",      "auto",         "bitand",
    "bitor",       "bool",      "break",      "case",       "catch",    "char",         "char8_t",
    "char16_t",    "char32_t",  "class",      "compl",      "concept",  "const",        "consteval",
    "constexpr",   "constinit", "const_cast", "continue",   "co_await", "co_return",    "co_yield",
    "decltype",    "default",   "delete",     "do",         "double",   "dynamic_cast", "else",
    "enum",        "explicit",  "export",     "extern",     "false",    "float",        "for",
    "friend",      "goto",      "if",         "inline",     "int",      "long",         "mutable",
    "namespace",   "new",       "noexcept",   "not",        "not_eq",   "nullptr",      "operator",
    "or",          "or_eq",     "private",    "protected",  "public",   "register",     "reinterpret_cast",
    "requires",    "return",    "short",      "signed",     "sizeof",   "static",       "static_assert",
    "static_cast", "struct",    "switch",     "template",   "this",     "thread_local", "throw",
    "true",        "try",       "typedef",    "typeid",     "typename", "union",        "unsigned",
    "using",       "virtual",   "void",       "volatile",   "wchar_t",  "while",        "xor",
    "xor_eq",      "instance",  "bind",       "run",        "values",   "save",         "start",
    "message",     "mean",      "base",       "odd",        "odd_core", "rows",         "7th",
    "a.b",         "a_b",       "ein Maß",    "\"quoted\"", "std",      "sylvite",      "a\\b",
    "wanted",      "data",      "r",          "result",     "status"};

planned_network network_of_awkward_names() {
    graph::builder b;
    const network net(b);
    const auto w = net.parameter<f32, 3>("weight");
    for (const char *name : awkward) {
        const auto x = net.scalar(name);
        net.entry(name, output(name, w * x), metric("loss", w + x));
    }
    planned_network made;
    made.table = graph::compact(b.table().view());
    model_options options;
    options.name = "odd";
    options.targets = {{"x86-64-linux-avx-avx2-fma-sse41", {}}};
    made.model = model_program(made.table.view(), options);
    return made;
}

void expect_compiles(const std::string &header) {
    std::string folder = (std::filesystem::temp_directory_path() / "sylvite-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    std::ofstream(folder + "/odd.cpp") << header;
    const std::string command = CXX_COMPILER " -std=c++20 -Werror=shadow -fsyntax-only -I'" INCLUDE_FOLDER "' " +
                                folder + "/odd.cpp >" + folder + "/said 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0)
        << std::string(std::istreambuf_iterator<char>(std::ifstream(folder + "/said").rdbuf()), {}).substr(0, 2000);
    std::filesystem::remove_all(folder);
}

TEST(identifier, headers_compile_whatever_tensors_and_entries_are_called) {
    const planned_network odd = network_of_awkward_names();
    expect_compiles(emit_header(odd.model));
    expect_compiles(emit_core_header(odd.model));
}

TEST(identifier, keeps_what_is_a_name_and_mends_the_rest) {
    EXPECT_EQ(identifier("hidden.weight"), "hidden_weight");
    EXPECT_EQ(identifier("news"), "news");
    EXPECT_EQ(identifier("co"), "co");
    EXPECT_EQ(identifier("new"), "new_");
    EXPECT_EQ(identifier("mutable"), "mutable_");
    EXPECT_EQ(identifier("7th"), "_7th");
}

}  // namespace
}  // namespace sylvite::codegen
