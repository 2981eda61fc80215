// Every reader, before a file that another process shortens or lengthens while it is read. The program is linked with
// --wrap=pread, so that the change comes at the n-th read of the reader under test, for every n.
#include "array_files.hpp"
#include "expect_error.hpp"
#include "tested_readers.hpp"

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/standardisation.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <unistd.h>

namespace {

enum class moment { before_the_read, after_the_read };

struct {
    int reads = 0;
    int at = -1;  // this read, counted from 0; -1: never
    moment when{};
    std::string path;
    std::uintmax_t size = 0;  // that the file has from then on
} change;

void change_the_file(moment now) {
    if (change.reads == change.at && now == change.when) std::filesystem::resize_file(change.path, change.size);
}

}  // namespace

extern "C" {
ssize_t __real_pread(int file, void *to, std::size_t bytes, off_t offset);
ssize_t __wrap_pread(int file, void *to, std::size_t bytes, off_t offset);
ssize_t __wrap_pread(int file, void *to, std::size_t bytes, off_t offset) {
    change_the_file(moment::before_the_read);
    const ssize_t got = __real_pread(file, to, bytes, offset);
    change_the_file(moment::after_the_read);
    ++change.reads;
    return got;
}
}

namespace {

using namespace sylvite;

std::string saved_weights() {
    temporary_folder folder;
    fake::line().save(folder / "w", {.state = with_state::yes,
                                     .standardisations = {standardisation("x", {1, 2, 3}, {1, 1, 1})},
                                     .class_names = {class_names("y", {"a", "b"})}});
    return content(folder / "w");
}

const test_of_every_reader others[] = {
    test_of_every_reader({"csv", [] { return std::string("1,2,3,4\n5,6,7,8\n"); },
                          [](const std::string &path) { (void)read_csv(path, four_values); }}),
    test_of_every_reader(
        {"class_names", saved_weights, [](const std::string &path) { (void)load_class_names(path, "y"); }}),
    test_of_every_reader(
        {"safetensors", saved_weights, [](const std::string &path) { fake::line().load(path, with_state::yes); }}),
    test_of_every_reader(
        {"standardisation", saved_weights, [](const std::string &path) { (void)load_standardisation(path, "x", 3); }}),
};

class changing_files : public ::testing::TestWithParam<tested_reader> {
  protected:
    temporary_folder folder;
    std::string bytes = GetParam().file();

    /// The file gets this size at the n-th read, for every n: nobody takes it for whole.
    void every_read_meets(std::uintmax_t size) {
        change = {};
        change.path = folder.write("f", bytes);
        GetParam().read(change.path);
        const int reads = change.reads;
        ASSERT_GE(reads, 1);
        for (const moment when : {moment::before_the_read, moment::after_the_read}) {
            for (int at = 0; at < reads; ++at) {
                SCOPED_TRACE(at);
                change = {0, at, when, folder.write("f", bytes), size};
                EXPECT_ERROR(GetParam().read(change.path),
                             "f: the file had " + std::to_string(bytes.size()) + " bytes when it was opened, now it ");
            }
        }
        change = {};
    }
};

TEST_P(changing_files, that_shrink_while_they_are_read_are_refused) {
    every_read_meets(bytes.size() - 1);
    every_read_meets(bytes.size() / 2);
    every_read_meets(0);
}

TEST_P(changing_files, that_grow_while_they_are_read_are_refused) { every_read_meets(bytes.size() + 1); }

INSTANTIATE_TEST_SUITE_P(readers, changing_files, ::testing::ValuesIn(tested_readers()),
                         [](const auto &tested) { return tested.param.name; });

}  // namespace
