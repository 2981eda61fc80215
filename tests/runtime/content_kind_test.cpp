// What is given in place of the file that a reader expects: messages say what it is.
#include "array_files.hpp"
#include "expect_error.hpp"
#include "fake_network.hpp"

#include <sylvite/runtime/data/idx.hpp>
#include <sylvite/runtime/data/npy.hpp>
#include <sylvite/runtime/data/npz.hpp>
#include <sylvite/runtime/io/content_kind.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite;
using namespace std::string_literals;
using io::content_kind;

constexpr input_handle<float, 3> x{0, "x"};

content_kind kind_of(const std::string &text) { return io::recognise(std::as_bytes(std::span(text))); }

/// The local header of a zip archive's first entry.
std::string archive_of(const std::string &name) {
    std::string header = "PK\3\4"s + std::string(22, '\0');
    header += static_cast<char>(name.size());
    return header + "\0\0\0"s + name + "content";
}

const std::string pickle = "\x80\2\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19."s;  // as torch.save wrote it
const std::string safetensors_text = "\x02\0\0\0\0\0\0\0{}"s;

struct sample {
    content_kind kind;
    std::string bytes;
};
const std::vector<sample> samples = {
    {content_kind::pytorch_archive, archive_of("archive/data.pkl")},
    {content_kind::numpy_archive, archive_of("x.npy")},
    {content_kind::zip, archive_of("readme.txt")},
    {content_kind::pickle, pickle},
    {content_kind::numpy_array, "\x93NUMPY\1\0"s},
    {content_kind::hdf5, "\x89HDF\r\n\x1a\n\0\0"s},
    {content_kind::safetensors, safetensors_text},
    {content_kind::idx, "\0\0\x08\1\0\0\0\1x"s},
    {content_kind::gguf, "GGUF\3\0\0\0"s},
    {content_kind::onnx, "\x08\7\x12\7pytorch\x1a\1"s},
    {content_kind::tensorflow_lite, "\x1c\0\0\0TFL3"s},
    {content_kind::git_lfs_pointer, "version https://git-lfs.github.com/spec/v1\noid sha256:1\n"},
    {content_kind::gzip, "\x1f\x8b\x08\0\0\0\0\0\0\0"s},
    {content_kind::bzip2, "BZh91AY&SY"},
    {content_kind::xz, "\xfd"
                       "7zXZ\0\0\4"s},
    {content_kind::zstandard, "\x28\xb5\x2f\xfd\4\0\0\0"s},
    {content_kind::tar, std::string(257, 'a') + "ustar\0"s},
    {content_kind::html, "\n<!DOCTYPE html>\n<title>404</title>"},
    {content_kind::html, "<HTML><body>"},
    {content_kind::json, R"({"metadata": {"total_size": 1}, "weight_map": {}})"},
};

TEST(content_kind, is_recognised_by_the_beginning) {
    for (const sample &s : samples) EXPECT_EQ(kind_of(s.bytes), s.kind) << name_of(s.kind);
    for (const std::string &text : {""s,
                                    "1,2,3\n"s,
                                    "PK"s,
                                    "\x80\6"s,
                                    "\x80\1"s,
                                    "\0\0\x0a\1"s,
                                    "\0\0\x07\1"s,
                                    "\0\0\x0f\1"s,
                                    "\0\0\x08\0"s,
                                    "\0\0\x08\x09"s,
                                    std::string(600, 'a'),
                                    "\x08\7\x12"s,
                                    "\x08\7\x12\7pytorch"s,
                                    "\x08\0\x12\1p\x1a"s,
                                    "\x08\x21\x12\1p\x1a"s,
                                    "\x08\7\x12\1\x1f\x1a"s,
                                    "\x08\7\x12\0 "s,
                                    "\x08\7\x13\1p\x1a"s,
                                    "\0\0\0\0\1\0\0\0{}"s,
                                    "\2\0\0\0\0\0\0\0[]"s,
                                    "<htm"s})
        EXPECT_EQ(kind_of(text), content_kind::unknown) << text;
}

TEST(content_kind, is_told_at_its_limits) {
    EXPECT_EQ(kind_of("\x80\2"s), content_kind::pickle);
    EXPECT_EQ(kind_of("\x80\5"s), content_kind::pickle);
    EXPECT_EQ(kind_of("\x81\2"s), content_kind::unknown);
    EXPECT_EQ(kind_of("\x20\0\0\0\0\0\0\0{\"a\":"s), content_kind::safetensors);
    EXPECT_EQ(kind_of("\x20\0\0\0\0\0\0\0{a"s), content_kind::unknown);
    EXPECT_EQ(kind_of("\0\0\x08\1"s), content_kind::idx);
    EXPECT_EQ(kind_of("\0\0\x0e\x08"s), content_kind::idx);
    EXPECT_EQ(kind_of("\0\1\x0e\x08"s), content_kind::unknown);
    EXPECT_EQ(kind_of("\x08\1\x12\2 ~\x1a"s), content_kind::onnx);
    EXPECT_EQ(kind_of("\x08\x20\x12\1a\x1a"s), content_kind::onnx);
    EXPECT_EQ(kind_of("\x08\7\x12\1\x7f\x1a"s), content_kind::unknown);
    EXPECT_EQ(kind_of("\x09\7\x12\1a\x1a"s), content_kind::unknown);
    EXPECT_EQ(kind_of("\x08\7\x12\1a"s), content_kind::unknown) << "nothing follows";
}

TEST(content_kind, of_any_archive_that_is_cut_is_an_archive) {
    const std::string whole = archive_of("archive/data.pkl");
    for (std::size_t n = 4; n < whole.size() - 7; ++n) {
        const content_kind found = kind_of(whole.substr(0, n));
        EXPECT_EQ(found, content_kind::zip) << n;
    }
    EXPECT_EQ(kind_of("PK\5\6"s + std::string(18, '\0')), content_kind::zip);
}

TEST(content_kind, is_what_a_reader_of_weights_says) {
    temporary_folder folder;
    fake::line net;
    for (const sample &s : samples) {
        if (s.kind == content_kind::safetensors) continue;
        const std::string path = folder.write("w.pt", s.bytes);
        EXPECT_ERROR(net.load(path), path + ": not a safetensors file: it is " + name_of(s.kind));
    }
    EXPECT_ERROR(net.load(folder.write("w.pt", archive_of("archive/data.pkl"))),
                 "w.pt: not a safetensors file: it is a checkpoint of PyTorch, written by torch.save; "
                 "safetensors.torch.save_file writes what is expected");
    EXPECT_ERROR(net.load(folder.write("w.pt", pickle)),
                 "w.pt: not a safetensors file: it is a pickle of Python, as old versions of torch.save write it; "
                 "safetensors.torch.save_file writes what is expected");
    EXPECT_ERROR(net.load(folder.write("w.gz", "\x1f\x8b\x08\0\0\0\0\0\0\0"s)), "it is compressed by gzip");
    EXPECT_ERROR(net.load(folder.write("short", "BZh")), "not a safetensors file: it is compressed by bzip2");
    EXPECT_ERROR(net.load(folder.write("text", "1,2,3,4,5,6\n")), "is longer than possible");
}

TEST(content_kind, is_what_readers_of_arrays_say) {
    temporary_folder folder;
    for (const sample &s : samples) {
        SCOPED_TRACE(name_of(s.kind));
        const std::string path = folder.write("data", s.bytes);
        const bool is_gzip = s.kind == content_kind::gzip;  // which they read
        const bool is_zip = s.kind == content_kind::zip || s.kind == content_kind::numpy_archive ||
                            s.kind == content_kind::pytorch_archive;
        if (s.kind != content_kind::numpy_array && !is_gzip)
            EXPECT_ERROR((void)read_npy(path, x), path + ": not an npy file: it is " + name_of(s.kind));
        if (s.kind != content_kind::idx && !is_gzip)
            EXPECT_ERROR((void)read_idx(path, x), path + ": not an IDX file: it is " + name_of(s.kind));
        if (is_zip)
            EXPECT_ERROR((void)read_npz(path, x), path + ": not a zip archive, or a cut one")
        else
            EXPECT_ERROR((void)read_npz(path, x), path + ": not a zip archive: it is " + name_of(s.kind));
    }
    EXPECT_ERROR((void)read_npz(golden("checkpoint.pt"), x),
                 "checkpoint.pt: it has no array 'x'; it has 'checkpoint/data.pkl', 'checkpoint/version'; it is a "
                 "checkpoint of PyTorch, written by torch.save");
    EXPECT_ERROR(fake::line().load(golden("checkpoint.pt")), "it is a checkpoint of PyTorch, written by torch.save");
}

}  // namespace
