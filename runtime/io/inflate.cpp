#include <sylvite/runtime/io/inflate.hpp>

#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <zlib.h>

#include <array>
#include <limits>

namespace sylvite::io {

namespace {

constexpr std::size_t compressed_piece = std::size_t{1} << 16;  // compressed bytes read at once
constexpr int window_bits = 15;
constexpr int gzip_wrapper = 16;  // added to the window's, says zlib.h
// A symbol of a block's code takes a bit at least, and the longest match, of 258 bytes, is two symbols.
constexpr std::uint64_t most_a_byte = 1032;

class inflate_stream final : public byte_stream {
  public:
    inflate_stream(std::unique_ptr<byte_stream> from, deflate_wrapper wrapper)
        : byte_stream(from->name()), from_(std::move(from)), members_(wrapper == deflate_wrapper::gzip) {
        if (::inflateInit2(&state_, members_ ? window_bits + gzip_wrapper : -window_bits) != Z_OK)
            throw error(name() + ": no memory to decompress it");
    }
    ~inflate_stream() override { ::inflateEnd(&state_); }

    [[nodiscard]] std::size_t read(std::span<std::byte> to) override {
        std::size_t done = 0;
        while (done < to.size() && !ended_) done += some(to.subspan(done));
        return done;
    }

    [[nodiscard]] std::uint64_t most_left() const noexcept override {
        if (ended_) return 0;
        const std::uint64_t bytes = from_->most_left() + state_.avail_in + 8;  // and those that zlib has taken already
        if (bytes > std::numeric_limits<std::uint64_t>::max() / most_a_byte)
            return std::numeric_limits<std::uint64_t>::max();
        return bytes * most_a_byte;
    }

  private:
    void refill() {
        if (state_.avail_in != 0) return;
        state_.next_in = reinterpret_cast<Bytef *>(buffer_.data());
        state_.avail_in = static_cast<uInt>(from_->read(buffer_));
    }

    std::size_t some(std::span<std::byte> to) {
        refill();
        const auto room = static_cast<uInt>(std::min<std::size_t>(to.size(), std::numeric_limits<uInt>::max()));
        state_.next_out = reinterpret_cast<Bytef *>(to.data());
        state_.avail_out = room;
        const int result = ::inflate(&state_, Z_NO_FLUSH);
        const std::size_t got = room - state_.avail_out;
        if (result == Z_STREAM_END)
            end_member();
        else if (result == Z_BUF_ERROR)
            throw error(name() + ": the compressed data is cut");
        else if (result != Z_OK)
            throw error(fmt::format("{}: the compressed data is damaged: {}", name(),
                                    state_.msg != nullptr ? state_.msg : "it needs a dictionary"));
        return got;
    }

    void end_member() {
        refill();
        if (state_.avail_in == 0) {
            ended_ = true;
            return;
        }
        if (!members_ || *state_.next_in != 0x1f) throw error(name() + ": bytes follow the compressed data");
        ::inflateReset(&state_);
    }

    std::unique_ptr<byte_stream> from_;
    std::array<std::byte, compressed_piece> buffer_;
    z_stream state_ = {};
    bool members_;
    bool ended_ = false;
};

}  // namespace

std::unique_ptr<byte_stream> inflate(std::unique_ptr<byte_stream> compressed, deflate_wrapper wrapper) {
    return std::make_unique<inflate_stream>(std::move(compressed), wrapper);
}

std::unique_ptr<byte_stream> plain_or_gzip(input &file) {
    auto bytes = std::make_unique<range_stream>(file.name(), file, 0, file.size());
    std::array<std::byte, 2> magic{};
    if (file.size() >= magic.size()) file.read(0, magic);
    if (magic == std::array{std::byte{0x1f}, std::byte{0x8b}}) return inflate(std::move(bytes), deflate_wrapper::gzip);
    return bytes;
}

}  // namespace sylvite::io
