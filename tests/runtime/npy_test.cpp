#include "array_files.hpp"
#include "expect_error.hpp"
#include "tested_readers.hpp"

#include <sylvite/runtime/data/npy.hpp>
#include <sylvite/runtime/data/npy_header.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;

constexpr input_handle<float, 4> x{0, "x"};
constexpr input_handle<double, 2, 2> wide{0, "x"};
constexpr input_handle<std::int32_t, 4> whole{0, "x"};
constexpr input_handle<bool, 4> yes{0, "x"};
constexpr input_handle<std::int32_t> label{1, "label"};

dataset read_x(io::input &file) {
    dataset d;
    d.add_column(data::npy_column(file, target_of(x), {}));
    return d;
}

std::string file_of(std::string_view dictionary, std::string_view values, char version = 1) {
    std::string file = "\x93NUMPY";
    file += version;
    file += '\0';
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) file += static_cast<char>(dictionary.size() >> 8 * i & 0xff);
    return file.append(dictionary).append(values);
}

std::string dictionary_of(std::string_view descr, std::string_view shape, std::string_view order = "False") {
    return "{'descr': '" + std::string(descr) + "', 'fortran_order': " + std::string(order) +
           ", 'shape': " + std::string(shape) + ", }\n";
}

TEST(npy, reads_every_element_type_in_both_byte_orders) {
    for (const char *order : {"little_", "big_"}) {
        for (const char *type : {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"}) {
            if (*order == 'b' && type[1] == '1') continue;
            const std::string file = golden(std::string(order) + type + ".npy");
            SCOPED_TRACE(file);
            const std::vector<double> expected =
                *type == 'u' ? golden_values<double>(1, 0) : golden_values<double>(1.5, -4, *type == 'i');
            EXPECT_EQ(column_values<double>(read_npy(file, wide), "x"), expected);
            EXPECT_EQ(column_values<float>(read_npy(file, x), "x"),
                      std::vector<float>(expected.begin(), expected.end()));
            if (*type != 'f') {
                EXPECT_EQ(column_values<std::int32_t>(read_npy(file, whole), "x"),
                          std::vector<std::int32_t>(expected.begin(), expected.end()));
            }
        }
    }
}

TEST(npy, reads_booleans) {
    const std::vector<bool> odd = column_values<bool>(read_npy(golden("booleans.npy"), yes), "x");
    for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(odd[i], i % 2 == 1) << i;
    EXPECT_EQ(column_values<float>(read_npy(golden("booleans.npy"), x), "x")[1], 1);
    EXPECT_ERROR((void)read_npy(golden("little_u1.npy"), yes),
                 "little_u1.npy: value [0, 1, 0]: expected 0 or 1, found 2");
}

TEST(npy, reads_all_versions_and_both_orders_of_indices) {
    for (const char *name : {"version_2.npy", "version_3.npy", "column_major.npy"})
        EXPECT_EQ(column_values<float>(read_npy(golden(name), x), "x"), golden_values<float>()) << name;
    EXPECT_EQ(column_values<double>(read_npy(golden("column_major_big.npy"), wide), "x"), golden_values<double>());
    std::vector<float> turned = golden_values<float>();
    for (std::size_t i = 0; i < 12; i += 4)
        std::swap_ranges(turned.begin() + static_cast<std::ptrdiff_t>(i),
                         turned.begin() + static_cast<std::ptrdiff_t>(i + 2),
                         turned.begin() + static_cast<std::ptrdiff_t>(i + 2));
    EXPECT_EQ(column_values<float>(read_npy(golden("strided.npy"), x), "x"), turned);
}

TEST(npy, reads_features_with_their_labels) {
    const dataset d = read_npy(golden("little_f4.npy"), x, golden("labels.npy"), label, {.classes = 3});
    EXPECT_EQ(column_values<std::int32_t>(d, "label"), (std::vector<std::int32_t>{2, 0, 1}));
    EXPECT_ERROR((void)read_npy(golden("labels.npy"), label, {.classes = -1}),
                 "labels.npy: expected a number of classes, or 0 for labels of any value, found -1");
    EXPECT_ERROR((void)read_npy(golden("labels.npy"), label, {.classes = 2}),
                 "labels.npy: value [0]: expected a label from 0 to 1, found 2");
    EXPECT_ERROR((void)read_npy(golden("little_f4.npy"), whole),
                 "little_f4.npy: value [0, 0, 1]: expected a whole number of 32 bits, found -2.5");
    EXPECT_EQ(read_npy(golden("little_f4.npy"), column_target{"any", f32, 0}).find("any")->width, 4u);
}

TEST(npy, takes_labels_that_are_whole_and_within_the_classes) {
    const auto labels = [](const char *type, const std::string &values, dtype to) {
        const std::string bytes = file_of(dictionary_of(type, "(1,)"), values);
        io::memory_input file("f", std::as_bytes(std::span(bytes)));
        (void)data::npy_column(file, {"label", to, 1}, {.classes = 3});
    };
    const std::string part = "f: value [0]: expected a label from 0 to 2, found ";
    for (const dtype to : {f32, f64, i32}) {
        EXPECT_NO_THROW(labels("|i1", std::string(1, '\0'), to));
        EXPECT_NO_THROW(labels("|i1", "\2", to));
        EXPECT_ERROR(labels("|i1", "\3", to), part + "3");
        EXPECT_ERROR(labels("|i1", "\xff", to), part + "-1");
    }
    EXPECT_ERROR(labels("<f4", std::string("\0\0\0\x3f", 4), f32), part + "0.5");
}

TEST(npy, refuses_what_is_no_array_of_numbers) {
    const auto refuses = [](const char *name, const std::string &part) {
        EXPECT_ERROR((void)read_npy(golden(name), column_target{"x"}), part);
    };
    refuses("objects.npy", "expected elements of b1, i1 to i8, u1 to u8, f2, f4 or f8, found '|O', Python objects");
    refuses("records.npy", "expected an array of numbers, found one of records");
    refuses("complex.npy", "f4 or f8, found '<c8'");
    refuses("texts.npy", "found '<U2'");
    refuses("dates.npy", "found '<M8[D]'");
    refuses("scalar.npy", "expected an array whose first extent counts the rows, found a single value");
    refuses("empty.npy", "an array [0, 4] of f32 has no values");
    refuses("u1.idx", "not an npy file");
}

TEST(npy, reads_dictionaries_as_python_writes_them) {
    const auto layout = [](std::string_view text) { return data::parse_npy_dictionary("f", text); };
    const data::array_layout a = layout("{\"shape\":(3L,4L),'fortran_order':True,'descr':'>u2'}");
    EXPECT_EQ(a.extents, (std::vector<std::uint64_t>{3, 4}));
    EXPECT_TRUE(a.column_major);
    EXPECT_EQ(a.element.type, io::element::u16);
    EXPECT_EQ(a.element.order, std::endian::big);
    EXPECT_EQ(layout(dictionary_of("=f8", "(7,)")).extents, std::vector<std::uint64_t>{7});
    EXPECT_EQ(layout(dictionary_of("|b1", "()")).extents.size(), 0u);
    EXPECT_EQ(layout(dictionary_of("|i1", "( 18446744073709551615 , 1 )") + "  \n").extents[0], UINT64_MAX);
}

TEST(npy, says_where_a_dictionary_is_wrong) {
    const auto refuses = [](const std::string &text, const std::string &part) {
        EXPECT_ERROR((void)data::parse_npy_dictionary("f", text), part);
    };
    refuses("", "the header's dictionary, byte 0: expected '{', found ''");
    refuses("{}", "the header's dictionary has no 'descr'");
    refuses("{'descr': '<f4', 'shape': (1,)}", "the header's dictionary has no 'fortran_order'");
    refuses("{'descr': '<f4', 'fortran_order': False}", "the header's dictionary has no 'shape'");
    refuses("{'descr': '<f4', 'descr': '<f4'}", "byte 17: expected 'descr', 'fortran_order' and 'shape', once each");
    refuses("{'shape': (1,), 'shape': (1,)}", "byte 16: expected 'descr', 'fortran_order' and 'shape', once each");
    refuses("{'fortran_order': True, 'fortran_order': True}", "byte 24: expected 'descr', 'fortran_order' and");
    refuses("{'other': 1}", "expected 'descr', 'fortran_order' and 'shape', once each, found ''other': 1}'");
    refuses("{'descr' '<f4'}", "expected ':', found ''<f4'}'");
    refuses("{'descr': <f4}", "expected a text in quotes");
    refuses("{'descr': '<f4}", "expected a plain text in quotes");
    refuses("{'descr': '\\x41'}", "expected a plain text in quotes");
    refuses("{'fortran_order': 0}", "expected True or False, found '0}'");
    refuses("{'shape': 3}", "expected '(', found '3}'");
    refuses("{'shape': (-1,)}", "expected an extent from 0 to 2^64 - 1, found '-1,)}'");
    refuses("{'shape': (18446744073709551616,)}", "expected an extent from 0 to 2^64 - 1");
    refuses("{'shape': (1 2)}", "expected ')', found '2)}'");
    refuses("{'shape': (1,", "expected an extent");
    refuses("{'fortran_order': True 'shape'", "expected '}', found");
    refuses(dictionary_of("<f4", "(1,)") + "x", "expected nothing behind the dictionary, found 'x'");
    for (const char *bad : {"f4", "<f16", "<f3", "|f4", "<i3", "", "<", "<f4 ", "?", "<O", "4<f4"})
        refuses(dictionary_of(bad, "(1,)"), "expected elements of b1");
    refuses("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (3,), }",
            "expected an array of numbers, found one of records");
}

TEST(npy, says_what_does_not_fit) {
    const auto refuses = [](const std::string &bytes, const std::string &part) {
        EXPECT_ERROR((void)read_from(read_x, bytes), part);
    };
    const std::string good = dictionary_of("<f4", "(1, 4)");
    EXPECT_EQ(read_from(read_x, file_of(good, std::string(16, '\0'))).rows(), 1u);
    refuses(file_of(good, std::string(16, '\0'), 4),
            "f: expected version 1.0, 2.0 or 3.0 of the npy format, found 4.0");
    refuses("\x93NUMPY\x01\x07", "found 1.7");
    for (const std::string_view cut : {"\x93NUMPY", "\x93NUMPY\x01"})
        refuses(std::string(cut), "f: it ends within the header of an npy file");
    refuses(file_of(good, std::string(16, '\0'), 0), "of the npy format, found 0.0");
    for (const std::size_t length : {std::size_t{1} << 16, (std::size_t{1} << 16) + 1}) {
        const std::string padded = good + std::string(length - good.size(), ' ');
        const std::string file = file_of(padded, std::string(16, '\0'), 2);
        if (length == std::size_t{1} << 16)
            EXPECT_EQ(read_from(read_x, file).rows(), 1u);
        else
            refuses(file, "f: a header of 65537 bytes is longer than one of an array of numbers");
    }
    refuses(std::string("\x93NUMPY\x02\0\xff\xff\xff\x7f{", 13),
            "f: a header of 2147483647 bytes is longer than one of an array");
    refuses(file_of(good, std::string(15, '\0')),
            "f: an array [1, 4] of f32 takes 16 bytes, no more than 15 can follow");
    refuses(file_of(good, std::string(17, '\0')), "f: bytes follow the values");
    refuses(file_of(dictionary_of("<f4", "(1, 5)"), std::string(20, '\0')),
            "expected 4 values a row for 'x', found an array [1, 5] of f32");
    refuses(file_of(dictionary_of("<f4", "(1152921504606846976,4)"), ""), "has more values than any memory");
    refuses(file_of(dictionary_of("<f4", "(4, 4294967296, 4294967296)"), ""), "has more values than any memory");
    refuses(file_of(dictionary_of("<f4", "(4294967296, 4)"), ""), "has more rows than 4294967295");
    refuses(file_of(dictionary_of("<f4", "(1073741824, 4)"), ""), "takes 17179869184 bytes, no more than 0 can follow");
    refuses(file_of(dictionary_of("<f4", "(0, 4)"), ""), "has no values");
    refuses(file_of(dictionary_of("<f4", "(4294967295, 4)"), ""), "takes 68719476720 bytes, no more than 0 can follow");
    const read_bytes any = [](io::input &file) {
        dataset d;
        d.add_column(data::npy_column(file, {"any"}, {}));
        return d;
    };
    EXPECT_ERROR((void)read_from(any, file_of(dictionary_of("|u1", "(1, 2305843009213693951)"), "")),
                 "takes 2305843009213693951 bytes, no more than 0 can follow");
    EXPECT_ERROR((void)read_from(any, file_of(dictionary_of("|u1", "(1, 2305843009213693952)"), "")),
                 "has more values than any memory");
    refuses(file_of(dictionary_of("<f4", "(4, 0)"), ""), "has no values");
    refuses(file_of(dictionary_of("|b1", "(1, 4)"), std::string("\0\1\2\0", 4)),
            "f: value [0, 2]: expected a finite number that f32 holds, found 2");
    refuses(file_of(dictionary_of("<f2", "(2, 2, 2)", "True"), std::string("\0\0\0\0\0\0\0\x7e\0\0\0\0\0\0\0\0", 16)),
            "f: value [1, 1, 0]: expected a finite number");
}

TEST(npy, holds_at_every_cut_and_every_changed_bit) {
    for (const char *name : {"little_f4.npy", "column_major_big.npy", "version_3.npy"}) {
        SCOPED_TRACE(name);
        const std::string bytes = content(golden(name));
        expect_every_cut_refused(read_x, bytes);
        expect_every_failed_read_reported(read_x, bytes);
        read_with_every_bit_changed(read_x, bytes, [](const dataset &d, std::size_t) {
            EXPECT_EQ(column_values<float>(d, "x").size(), d.rows() * 4);
        });
    }
}

const test_of_every_reader npy_among_all({"npy", [] { return content(golden("big_f8.npy")); },
                                          [](const std::string &path) { (void)read_npy(path, four_values); }});

}  // namespace
