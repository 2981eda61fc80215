#include <sylvite/runtime/data/zip_archive.hpp>

#include <sylvite/runtime/data/zip_fields.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/inflate.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <zlib.h>

#include <array>
#include <cstring>

namespace sylvite::data {

namespace {

constexpr std::size_t local_bytes = 30;
constexpr std::uint32_t local_mark = 0x04034b50;
constexpr std::uint16_t encrypted = 1, stored = 0, deflated = 8;

/// Compares what comes out with what the directory says.
class checked_stream final : public io::byte_stream {
  public:
    checked_stream(std::unique_ptr<io::byte_stream> from, const zip_entry &entry)
        : byte_stream(from->name()), from_(std::move(from)), size_(entry.size), checksum_(entry.checksum) {}

    [[nodiscard]] std::size_t read(std::span<std::byte> to) override {
        const std::size_t got = from_->read(to);
        done_ += got;
        seen_ = ::crc32_z(seen_, reinterpret_cast<const Bytef *>(to.data()), got);
        if (done_ > size_ || (got < to.size() && done_ != size_))
            throw error(fmt::format("{}: expected {} bytes, as the archive's directory says, found {}{}", name(), size_,
                                    done_ > size_ ? "at least " : "", done_));
        if (got < to.size() && seen_ != checksum_)
            throw error(fmt::format("{}: the checksum is {:08x}, the archive's directory says {:08x}", name(), seen_,
                                    checksum_));
        return got;
    }
    [[nodiscard]] std::uint64_t most_left() const noexcept override {
        return std::min(size_ - std::min(done_, size_), from_->most_left());
    }

  private:
    std::unique_ptr<io::byte_stream> from_;
    std::uint64_t size_;
    std::uint64_t done_ = 0;
    std::uint32_t checksum_;
    unsigned long seen_ = 0;
};

/// Where the content begins: the local header repeats the name and has extra fields of its own.
std::uint64_t find_content(io::input &archive, const zip_entry &entry, const std::string &name) {
    const auto fail = [&](const char *what) {
        throw error(fmt::format("{}: the zip archive is damaged: {}", name, what));
    };
    if (entry.header > archive.size() || archive.size() - entry.header < local_bytes)
        fail("its local header lies beyond the end");
    std::array<std::byte, local_bytes> local;
    archive.read(entry.header, local);
    if (field<std::uint32_t>(local, 0) != local_mark) fail("its local header is no such");
    const std::size_t name_bytes = field<std::uint16_t>(local, 26), extra = field<std::uint16_t>(local, 28);
    const std::uint64_t content = entry.header + local_bytes + name_bytes + extra;
    if (content > archive.size() || archive.size() - content < entry.stored) fail("its content reaches beyond the end");
    std::string repeated(name_bytes, '\0');
    archive.read(entry.header + local_bytes, std::as_writable_bytes(std::span(repeated)));
    if (repeated != entry.name) fail("its local header has another name");
    return content;
}

}  // namespace

std::unique_ptr<io::byte_stream> open_zip_entry(io::input &archive, const zip_entry &entry) {
    const std::string name = fmt::format("{}, {}", archive.name(), io::printable_name(entry.name));
    if ((entry.flags & encrypted) != 0) throw error(name + ": it is encrypted");
    if (entry.method != stored && entry.method != deflated)
        throw error(
            fmt::format("{}: expected it stored or deflated (methods 0 and 8), found method {}", name, entry.method));
    if (entry.method == stored && entry.stored != entry.size)
        throw error(fmt::format("{}: it is stored in {} bytes, its content has {}", name, entry.stored, entry.size));
    const std::uint64_t begin = find_content(archive, entry, name);
    std::unique_ptr<io::byte_stream> bytes =
        std::make_unique<io::range_stream>(name, archive, begin, begin + entry.stored);
    if (entry.method == deflated) bytes = io::inflate(std::move(bytes), io::deflate_wrapper::none);
    return std::make_unique<checked_stream>(std::move(bytes), entry);
}

}  // namespace sylvite::data
