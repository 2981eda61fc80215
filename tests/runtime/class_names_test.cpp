#include "csv_fixture.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/data/class_names.hpp>
#include <sylvite/runtime/io/safetensors_header.hpp>
#include <sylvite/runtime/weights/load.hpp>
#include <sylvite/runtime/weights/save.hpp>

#include <fstream>

namespace {

using namespace sylvite;
using fake::line;

using csv_class_names = csv_fixture;
using texts = std::vector<std::string>;

constexpr csv_options by_name{.labels = csv_labels::names};

texts names_of(const class_names &from) { return {from.names().begin(), from.names().end()}; }

TEST_F(csv_class_names, are_numbered_in_the_order_of_their_bytes) {
    const dataset d = read("a,b,species\n1,2,virginica\n3,4,setosa\n5,6,Versicolor\n7,8,setosa\n", by_name);
    EXPECT_EQ(labels_of(d), (std::vector<std::int32_t>{2, 1, 0, 1}));
    const class_names species = class_names_of(d, label);
    EXPECT_EQ(species.column(), "label");
    EXPECT_EQ(names_of(species), (texts{"Versicolor", "setosa", "virginica"}));
    EXPECT_EQ(species[2], "virginica");
    EXPECT_EQ(species.find("setosa"), 1);
    EXPECT_EQ(species.find("rosa"), std::nullopt);
    EXPECT_ERROR((void)species[3], "the class names of 'label': label 3 has none, they go from 0 to 2");
    EXPECT_ERROR((void)species[-1], "label -1 has none");
    EXPECT_EQ(pixels_of(d), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST_F(csv_class_names, that_are_numbers_are_numbered_by_value) {
    const dataset d = read("1,2,10\n3,4,2\n5,6,-1\n7,8,10\n", by_name);
    EXPECT_EQ(names_of(class_names_of(d, label)), (texts{"-1", "2", "10"}));
    EXPECT_EQ(labels_of(d), (std::vector<std::int32_t>{2, 1, 0, 2}));
    EXPECT_EQ(names_of(class_names_of(read("1,2,1.0\n3,4,1\n", by_name), label)), (texts{"1", "1.0"})) << "texts";
}

TEST_F(csv_class_names, go_with_chosen_rows_and_are_read_into_any_type) {
    const dataset d = read("1,2,b\n3,4,a\n5,6,b\n", by_name);
    EXPECT_EQ(names_of(class_names_of(d.hold_out_every(2).second, label)), (texts{"a", "b"}));
    const std::string path = folder.write("e.csv", "1,2,b\n3,4,a\n5,6,b\n");
    EXPECT_EQ(column_values<float>(read_csv(path, pixels, input_handle<float>{1, "y"}, by_name), "y"),
              (std::vector<float>{1, 0, 1}));
    constexpr input_handle<bool> flag{1, "y"};
    EXPECT_EQ(column_values<bool>(read_csv(path, pixels, flag, by_name), "y"), (std::vector<bool>{true, false, true}));
    EXPECT_ERROR((void)read_csv(folder.write("e.csv", "1,2,b\n3,4,a\n5,6,c\n"), pixels, flag, by_name),
                 "e.csv, line 3, field 3: expected no more than 2 class names, 'b', 'a', found 'c'");
}

TEST_F(csv_class_names, may_be_given_in_their_order) {
    const csv_options how{.class_names = {"low", "middle, or so", "high"}};
    const dataset d = read("1,2,high\n3,4,\"middle, or so\"\n5,6,high\n", how);
    EXPECT_EQ(labels_of(d), (std::vector<std::int32_t>{2, 1, 2}));
    EXPECT_EQ(names_of(class_names_of(d, label)), (texts{"low", "middle, or so", "high"}));
    EXPECT_ERROR((void)read("1,2,high\n3,4,High\n", how),
                 "line 2, field 3: expected one of the class names 'low', 'middle, or so', 'high', found 'High'");
    EXPECT_ERROR((void)read("1,2,a\n", {.class_names = {"a", "b", "a"}}),
                 "d.csv: the class names of 'label': 'a' was given twice");
    EXPECT_ERROR((void)read("1,2,a\n", {.classes = 2, .class_names = {"a", "b", "c"}}),
                 "csv_options has 2 classes and 3 class_names");
    EXPECT_EQ(labels_of(read("1,2,b\n", {.classes = 2, .class_names = {"a", "b"}})), std::vector<std::int32_t>{1});
    EXPECT_ERROR((void)read_csv(folder.write("e.csv", "1,2,b\n"), pixels, input_handle<bool>{1, "y"}, how),
                 "label 'y' is a boolean, 3 class_names were given");
}

TEST_F(csv_class_names, are_no_more_than_the_classes_and_are_texts) {
    EXPECT_ERROR((void)read("1,2,b\n3,4,a\n5,6,c\n", {.classes = 2, .labels = csv_labels::names}),
                 "line 3, field 3: expected no more than 2 class names, 'b', 'a', found 'c'");
    EXPECT_EQ(read("1,2,b\n3,4,a\n", {.classes = 2, .labels = csv_labels::names}).rows(), 2u);
    EXPECT_ERROR((void)read("1,2,b\n3,4,\n", by_name), "line 2, field 3: expected a class name, found '', a missing");
    EXPECT_ERROR((void)read("1,2,b\n3,4,-\n", {.labels = csv_labels::names, .na_values = {"-"}}),
                 "line 2, field 3: expected a class name, found '-', a missing value");
    EXPECT_EQ(names_of(class_names_of(read("1,2,None\n3,4,a\n", by_name), label)), (texts{"None", "a"}));
    EXPECT_ERROR((void)read("1,2,b\n3,4,b\xe4r\n", by_name),
                 "line 2, field 3: expected a class name in UTF-8, found 'b?r' in another encoding");
    EXPECT_ERROR((void)class_names_of(read("1,2,3\n"), label),
                 "dataset: the values of column 'label' were read as numbers, not as class names");
    EXPECT_ERROR((void)class_names_of(read("1,2,3\n"), "y"), "dataset: there is no column 'y' with class names");
}

TEST(class_names, are_some_different_utf8_texts) {
    EXPECT_ERROR((void)class_names("y", {}), "the class names of 'y': none was given");
    EXPECT_ERROR((void)class_names("y", {"a", ""}), "one of them is empty");
    EXPECT_ERROR((void)class_names("y", {"a", "b\xe4r"}), "'b?r' is no UTF-8 text");
    EXPECT_ERROR((void)class_names("y", {"a", "b", "a"}), "'a' was given twice");
}

class saved_class_names : public ::testing::Test {
  protected:
    temporary_folder folder;
    line net{options{.seed = 1}};
    const std::string path = folder / "w.safetensors";
    /// A file without tensors.
    void write(const std::string &key, const std::string &text) {
        std::ofstream(path) << io::write_header({}, {{key, text}});
    }
};

TEST_F(saved_class_names, come_back_with_the_weights) {
    const class_names species("y", {"ro\"se", "b\xc3\xa4r\\", "a\nb", "null", "\xf0\x9f\x98\x80"});
    net.save(path, {.standardisations = {standardisation("x", {1, 2, 3}, {1, 1, 1})}, .class_names = {species}});
    const class_names back = load_class_names(path, line::y);
    EXPECT_EQ(back.column(), "y");
    EXPECT_EQ(names_of(back), names_of(species));
    line other({.seed = 2});
    other.load(path);
    EXPECT_EQ(other.values(line::weight)[1], net.values(line::weight)[1]);
    EXPECT_EQ(load_standardisation(path, line::x).shift()[1], 2);
}

TEST_F(saved_class_names, belong_to_a_label_of_the_network) {
    EXPECT_ERROR(net.save(path, {.class_names = {class_names("z", {"a"})}}),
                 "network 'line' has no input 'z' of one value a row to save class names for");
    EXPECT_ERROR(net.save(path, {.class_names = {class_names("x", {"a"})}}), "has no input 'x' of one value a row");
    EXPECT_ERROR(net.save(path, {.class_names = {class_names("rate", {"a"})}}), "has no input 'rate'");
    EXPECT_ERROR(net.save(path, {.class_names = {class_names("y", {"a"}), class_names("y", {"b"})}}),
                 "network 'line': two lists of class names of 'y' were given");
}

TEST_F(saved_class_names, are_missed_in_one_sentence) {
    net.save(path);
    EXPECT_ERROR((void)load_class_names(path, line::y), "w.safetensors: it holds no class names of 'y'");
    EXPECT_ERROR((void)load_class_names(folder / "none", "y"), "none: cannot be opened");
}

TEST_F(saved_class_names, are_checked_when_they_are_read) {
    write("sylvite.classes.y", R"(["a","b"])");
    EXPECT_EQ(names_of(load_class_names(path, "y")), (texts{"a", "b"}));
    for (const char *text : {"a", "{}", "[1]", R"([1,"a"])", R"(["a",null])", R"(["a")", "7", R"("a")", "[\"a\"] x"}) {
        write("sylvite.classes.y", text);
        EXPECT_ERROR((void)load_class_names(path, "y"),
                     "w.safetensors: the metadata's 'sylvite.classes.y' holds no class "
                     "names: expected a JSON list of texts");
    }
    write("sylvite.classes.y", R"(["a","a"])");
    EXPECT_ERROR((void)load_class_names(path, "y"), "w.safetensors: the class names of 'y': 'a' was given twice");
    write("sylvite.classes.y", "[]");
    EXPECT_ERROR((void)load_class_names(path, "y"), "none was given");
}

}  // namespace
