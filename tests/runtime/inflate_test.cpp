#include "expect_error.hpp"

#include <sylvite/runtime/io/inflate.hpp>

#include <gtest/gtest.h>

#include <zlib.h>

#include <cstring>
#include <limits>

namespace {

using namespace sylvite;

/// Bytes of a text; says that more may follow than do.
class text_stream final : public io::byte_stream {
  public:
    explicit text_stream(std::string text, std::uint64_t promised = 0)
        : byte_stream("f"), text_(std::move(text)), promised_(promised) {}
    [[nodiscard]] std::size_t read(std::span<std::byte> to) override {
        const std::size_t count = std::min(to.size(), text_.size() - at_);
        if (count != 0) std::memcpy(to.data(), text_.data() + at_, count);
        at_ += count;
        return count;
    }
    [[nodiscard]] std::uint64_t most_left() const noexcept override {
        return promised_ != 0 ? promised_ : text_.size() - at_;
    }

  private:
    std::string text_;
    std::uint64_t promised_;
    std::size_t at_ = 0;
};

/// Compressed by zlib: with gzip's frame, or bare.
std::string compressed(std::string text, bool is_gzip) {
    z_stream state = {};
    EXPECT_EQ(::deflateInit2(&state, 9, Z_DEFLATED, is_gzip ? 31 : -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string to(text.size() + 100, '\0');
    state.next_in = reinterpret_cast<Bytef *>(text.data());
    state.avail_in = static_cast<uInt>(text.size());
    state.next_out = reinterpret_cast<Bytef *>(to.data());
    state.avail_out = static_cast<uInt>(to.size());
    EXPECT_EQ(::deflate(&state, Z_FINISH), Z_STREAM_END);
    to.resize(to.size() - state.avail_out);
    ::deflateEnd(&state);
    return to;
}

constexpr io::deflate_wrapper wrappers[] = {io::deflate_wrapper::none, io::deflate_wrapper::gzip};

std::string read_all(std::string bytes, io::deflate_wrapper wrapper, std::size_t piece = 7) {
    const auto stream = io::inflate(std::make_unique<text_stream>(std::move(bytes)), wrapper);
    std::string text, part(piece, '\0');
    for (std::size_t got = piece; got == piece;) {
        got = stream->read(std::as_writable_bytes(std::span(part)));
        text.append(part, 0, got);
    }
    EXPECT_EQ(stream->most_left(), 0u);
    return text;
}

TEST(inflate, gives_what_was_compressed) {
    const std::string text(100'000, 'x');
    for (const io::deflate_wrapper wrapper : wrappers) {
        const std::string bytes = compressed(text, wrapper == io::deflate_wrapper::gzip);
        EXPECT_EQ(read_all(bytes, wrapper), text);
        EXPECT_EQ(read_all(bytes, wrapper, text.size()), text);
    }
    const std::string member = compressed("twice ", true);
    EXPECT_EQ(read_all(member + member, io::deflate_wrapper::gzip), "twice twice ");
}

TEST(inflate, tells_of_bytes_that_follow) {
    for (const io::deflate_wrapper wrapper : wrappers)
        for (const char *more : {"x", "PK"})
            EXPECT_ERROR((void)read_all(compressed("text", wrapper == io::deflate_wrapper::gzip) + more, wrapper),
                         "f: bytes follow the compressed data");
    const std::string bare = compressed("text", false);
    EXPECT_ERROR((void)read_all(bare + "\x1f", io::deflate_wrapper::none), "f: bytes follow the compressed data");
}

TEST(inflate, tells_of_data_that_is_cut) {
    for (const io::deflate_wrapper wrapper : wrappers) {
        const std::string whole = compressed("some text that is long enough", wrapper == io::deflate_wrapper::gzip);
        for (std::size_t n = 0; n < whole.size(); ++n)
            EXPECT_ERROR((void)read_all(whole.substr(0, n), wrapper), "f: the compressed data is cut");
    }
}

TEST(inflate, tells_of_data_that_is_damaged) {
    std::string bytes = compressed("text", true);
    bytes[bytes.size() - 5] = static_cast<char>(bytes[bytes.size() - 5] ^ 1);
    EXPECT_ERROR((void)read_all(bytes, io::deflate_wrapper::gzip),
                 "f: the compressed data is damaged: incorrect data check");
    EXPECT_ERROR((void)read_all("\x07 text", io::deflate_wrapper::none), "f: the compressed data is damaged: ");
}

TEST(inflate, knows_how_much_can_follow) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max(), a_byte = 1032;
    const auto left = [](std::uint64_t bytes) {
        return io::inflate(std::make_unique<text_stream>("", bytes), io::deflate_wrapper::none)->most_left();
    };
    EXPECT_EQ(left(92), 100 * a_byte);
    EXPECT_EQ(left(most / a_byte - 8), most / a_byte * a_byte);
    EXPECT_EQ(left(most / a_byte - 7), most);
    EXPECT_EQ(left(most / 2), most);
}

TEST(plain_or_gzip, tells_gzip_by_its_first_two_bytes) {
    const auto read = [](const std::string &bytes) {
        io::memory_input file("f", std::as_bytes(std::span(bytes)));
        std::string text(20, '\0');
        text.resize(io::plain_or_gzip(file)->read(std::as_writable_bytes(std::span(text))));
        return text;
    };
    EXPECT_EQ(read(compressed("text", true)), "text");
    EXPECT_EQ(read("text"), "text");
    EXPECT_EQ(read("\x1f"), "\x1f");
    EXPECT_EQ(read("\x1fx"), "\x1fx");
    EXPECT_EQ(read(""), "");
    EXPECT_ERROR((void)read("\x1f\x8b"), "f: the compressed data is cut");
}

}  // namespace
