// The tuning database: what a build takes from it, and what it refuses.
#include <sylvite/codegen/program_model.hpp>
#include <sylvite/codegen/tuning/processor_name.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>
#include <sylvite/generators/spec/space.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace sylvite::codegen {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char *target = "x86-64-linux-avx-avx2-fma-sse41";

class database : public ::testing::Test {
  protected:
    database() {
        std::string name = (fs::temp_directory_path() / "sylvite-database-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
        folder_ = name;
    }
    ~database() override { fs::remove_all(folder_); }

    [[nodiscard]] fs::path file() const { return folder_ / "some.json"; }
    void write(const std::string &text) const { std::ofstream(file(), std::ios::binary) << text; }
    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(file()).rdbuf();
        return all.str();
    }

    fs::path folder_;
};

tuned_kernel kernel(std::int64_t rows) {
    return {{{"rows", rows}, {"vector", 8}}, 1.25e-6,      2e-6,     2,         37,
            "contraction [128, 512]",        "2026-11-25", "21.0.0", "0123abcd"};
}

tuning_database with(const std::map<std::string, tuned_kernel> &kernels) { return {"zen3", target, kernels, {}}; }

template <class Function>
std::string complaint(Function run) {
    try {
        run();
    } catch (const std::runtime_error &problem) {
        return problem.what();
    }
    return "";
}

struct sample {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 64, 48>("x");
        net.entry("run", output("y", relu(dense<40>("first", x))), output("z", dense<24>("second", x)));
    }
};

program_model model_of_sample(const tuned_schedules &tuned) {
    const graph::table table = graph::compact(graph_of<sample>());
    model_options options;
    options.name = "sample";
    options.targets = {{target, tuned}};
    return model_program(table.view(), options);
}

TEST_F(database, keeps_what_is_merged_into_it) {
    merge_into_database(file(), with({{"a", kernel(3)}, {"b", kernel(4)}}));
    merge_into_database(file(), with({{"b", kernel(5)}, {"c", kernel(6)}}));
    const tuning_database found = read_database(file());
    EXPECT_EQ(found.processor, "zen3");
    EXPECT_EQ(found.target, target);
    EXPECT_THAT(found.faults, IsEmpty());
    EXPECT_EQ(found.kernels,
              (std::map<std::string, tuned_kernel>{{"a", kernel(3)}, {"b", kernel(5)}, {"c", kernel(6)}}));
    EXPECT_THAT(text(), HasSubstr("\"schedule\": \"rows=3 vector=8\"")) << "people read it";
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "nothing is left beside it";
}

TEST_F(database, loses_nothing_when_several_write_at_once) {
    std::vector<std::thread> writers;
    for (int w = 0; w < 4; ++w)
        writers.emplace_back([&, w] {
            for (int i = 0; i < 20; ++i)
                merge_into_database(file(), with({{std::to_string(w) + "." + std::to_string(i), kernel(i)}}));
        });
    for (auto &w : writers) w.join();
    EXPECT_EQ(read_database(file()).kernels.size(), 80u);
}

TEST_F(database, behind_a_symbolic_link_is_the_one_that_is_merged_into) {
    fs::create_directory(folder_ / "far");
    fs::create_symlink("far/other.json", file());
    merge_into_database(file(), with({{"a", kernel(3)}}));
    merge_into_database(file(), with({{"b", kernel(4)}}));
    EXPECT_EQ(fs::read_symlink(file()), "far/other.json");
    EXPECT_EQ(read_database(folder_ / "far/other.json").kernels.size(), 2u);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "far"), fs::directory_iterator()), 1);
}

TEST_F(database, that_is_no_regular_file_is_refused_and_stays) {
    ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
    for (const std::string &found : {complaint([&] {
                                         merge_into_database(file(), with({{"a", kernel(3)}}));
                                     }),
                                     complaint([&] { static_cast<void>(read_database(file())); })})
        EXPECT_EQ(found, "tuning database " + file().string() + ": is not a regular file");
    EXPECT_EQ(fs::status(file()).type(), fs::file_type::fifo);
    fs::remove(file());
    fs::create_symlink(file(), file());
    EXPECT_EQ(complaint([&] {
                  merge_into_database(file(), with({{"a", kernel(3)}}));
              }),
              "tuning database " + file().string() + ": cannot be written: Too many levels of symbolic links");
    EXPECT_TRUE(fs::is_symlink(file()));
}

TEST_F(database, of_another_processor_is_not_merged_into) {
    merge_into_database(file(), with({{"a", kernel(3)}}));
    const std::string before = text();
    tuning_database other = with({{"a", kernel(4)}});
    other.processor = "zen4";
    EXPECT_EQ(complaint([&] { merge_into_database(file(), other); }),
              "tuning database " + file().string() + ": is for zen3 (" + target + "), not for zen4 (" + target + ")");
    EXPECT_EQ(text(), before);
}

TEST_F(database, that_is_damaged_is_refused_and_stays) {
    const std::string damaged[] = {"",
                                   "{",
                                   "[1, 2]",
                                   R"({"format": "weights"})",
                                   R"({"format": "sylvite tuning database 1", "kernels": {}})",
                                   R"({"format": 3})",
                                   "\xff\xfe"};
    for (const std::string &content : damaged) {
        SCOPED_TRACE(content);
        write(content);
        const std::string said = complaint([&] { static_cast<void>(read_database(file())); });
        EXPECT_THAT(said, ::testing::StartsWith("tuning database " + file().string() + ": "));
        EXPECT_EQ(complaint([&] { merge_into_database(file(), with({{"a", kernel(3)}})); }), said);
        EXPECT_EQ(text(), content);
        tuned_schedules tuned(file(), target, false);
        EXPECT_THAT(tuned.notes(), ElementsAre(said + "; the heuristic is used"));
    }
}

TEST_F(database, with_a_damaged_entry_keeps_the_others) {
    merge_into_database(file(), with({{"a", kernel(3)}, {"b", kernel(4)}}));
    std::string content = text();
    content.replace(content.find("rows=3"), 6, "rows=x");
    write(content);
    const tuning_database found = read_database(file());
    EXPECT_THAT(found.faults, ElementsAre("the entry of kernel a is not understood: schedule: expected name=integer, "
                                          "found \"rows=x\""));
    EXPECT_EQ(found.kernels, (std::map<std::string, tuned_kernel>{{"b", kernel(4)}}));
    EXPECT_THAT(complaint([&] {
                    merge_into_database(file(), with({{"c", kernel(5)}}));
                }),
                HasSubstr("mend or remove it"));
    EXPECT_EQ(text(), content);
}

TEST_F(database, gives_its_schedules_to_the_build_and_changes_those_kernels_alone) {
    const program_model before = model_of_sample({});
    ASSERT_EQ(before.first().kernels.size(), 2u);
    tuned_kernel better;
    better.schedule = before.first().kernels[1].schedule;
    better.schedule["row_block"] = better.schedule.at("row_block") == 1 ? 2 : 1;
    merge_into_database(file(), with({{hash_hex(before.first().kernels[1].spec_text), better}}));
    const program_model after = model_of_sample({file(), target, false});
    EXPECT_THAT(after.notes, IsEmpty());
    EXPECT_EQ(after.first().kernels[0].hash, before.first().kernels[0].hash);
    EXPECT_NE(after.first().kernels[1].hash, before.first().kernels[1].hash);
    EXPECT_EQ(after.first().kernels[1].schedule, better.schedule);
    EXPECT_EQ(after.hash, before.hash) << "programs that use the header need not be compiled again";
}

TEST_F(database, plans_the_scratch_memory_of_its_schedules) {
    const program_model before = model_of_sample({});
    tuned_kernel packed;
    packed.schedule = before.first().kernels[0].schedule;
    packed.schedule["pack_columns"] = packed.schedule.at("pack_columns") == 1 ? 0 : 1;
    merge_into_database(file(), with({{hash_hex(before.first().kernels[0].spec_text), packed}}));
    const program_model after = model_of_sample({file(), target, false});
    EXPECT_NE(after.first().kernels[0].scratch_bytes, before.first().kernels[0].scratch_bytes);
    EXPECT_EQ(after.first().kernels[0].scratch_bytes,
              scratch_bytes(after.first().kernels[0].spec, packed.schedule, describe(target)));
}

TEST_F(database, entry_that_is_not_legal_is_refused_and_the_heuristic_used) {
    const program_model before = model_of_sample({});
    tuned_kernel wrong;
    wrong.schedule = before.first().kernels[0].schedule;
    wrong.schedule["rows"] = 1000;
    const std::string hash = hash_hex(before.first().kernels[0].spec_text);
    merge_into_database(file(), with({{hash, wrong}}));
    const program_model after = model_of_sample({file(), target, false});
    EXPECT_EQ(after.first().kernels[0].schedule, before.first().kernels[0].schedule);
    ASSERT_EQ(after.notes.size(), 1u);
    EXPECT_THAT(after.notes[0], HasSubstr(file().string() + ": the schedule of kernel " + hash +
                                          " is not legal: the parameter \"rows\" is 1000, expected a number from "));
}

TEST_F(database, of_another_target_or_processor_is_refused) {
    merge_into_database(file(), with({{"a", kernel(3)}}));
    EXPECT_THAT(
        tuned_schedules(file(), "arm-64-linux", false).notes(),
        ElementsAre(HasSubstr("is for zen3 (x86-64-linux-avx-avx2-fma-sse41), not for (arm-64-linux); the heuristic "
                              "is used")));
    tuning_database other = with({{"a", kernel(3)}});
    other.processor = "zen17";
    fs::remove(file());
    merge_into_database(file(), other);
    EXPECT_THAT(tuned_schedules(file(), target, true).notes(),
                ElementsAre(HasSubstr("is for zen17 (" + std::string(target) + "), not for " + processor_name())));
    EXPECT_THAT(tuned_schedules(file(), target, false).notes(), IsEmpty())
        << "the target is all that is known of another";
    EXPECT_THAT(tuned_schedules(file(), std::string(target) + "-asan", false).notes(), IsEmpty());
}

TEST_F(database, folder_without_this_processors_file_is_no_fault) {
    EXPECT_THAT(tuned_schedules(folder_, target, true).notes(), IsEmpty());
    EXPECT_EQ(database_file(folder_, target, true), folder_ / (processor_name() + ".json"));
    EXPECT_EQ(database_file(folder_, "arm-64-linux-asan", false), folder_ / "arm-64-linux.json");
    EXPECT_EQ(tuned_schedules(file(), target, true).notes().size(), 1u) << "a file that is named must be there";
}

TEST(processor, is_named_after_its_microarchitecture) {
    EXPECT_EQ(processor_name("vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 1\nmodel name\t: AMD EPYC\n"),
              "zen3");
    EXPECT_EQ(processor_name("vendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 17\n"), "zen4");
    EXPECT_EQ(processor_name("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\n"), "sapphirerapids");
    EXPECT_EQ(processor_name("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 151\n"), "intel-6-151");
    EXPECT_EQ(processor_name("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"), "arm-65-3340");
    EXPECT_EQ(processor_name(""), "unknown");
}

}  // namespace
}  // namespace sylvite::codegen
