#include <sylvite/runtime/data/zip_archive.hpp>

#include <sylvite/runtime/data/zip_fields.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/content_kind.hpp>
#include <sylvite/runtime/io/memory_limit.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace sylvite::data {

namespace {

using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

constexpr std::size_t end_bytes = 22, locator_bytes = 20, wide_end_bytes = 56, entry_bytes = 46;
constexpr std::size_t longest_comment = 0xffff;
constexpr u32 end_mark = 0x06054b50, locator_mark = 0x07064b50, wide_end_mark = 0x06064b50, entry_mark = 0x02014b50;
constexpr u16 wide_tag = 1;  // of the extra field with 64-bit sizes
constexpr u16 too_wide_16 = 0xffff;
constexpr u32 too_wide_32 = 0xffffffff;

class directory_reader {
  public:
    explicit directory_reader(io::input &archive) : archive_(archive) {}

    std::vector<zip_entry> read() {
        find_directory();
        if (begin_ > end_ || bytes_ > end_ - begin_)
            fail("its directory of {} bytes at {} reaches beyond its end at {}", bytes_, begin_, end_);
        if (count_ > bytes_ / entry_bytes) fail("its directory of {} bytes has no room for {} entries", bytes_, count_);
        io::require_memory(archive_.name(), "the archive's directory", bytes_);
        std::vector<std::byte> directory = bytes_at(begin_, bytes_);
        std::span<const std::byte> rest(directory);
        std::vector<zip_entry> entries;
        for (u64 i = 0; i < count_; ++i) entries.push_back(entry(rest));
        if (!rest.empty()) fail("its directory has {} bytes behind the last entry", rest.size());
        require_different_names(entries);
        return entries;
    }

  private:
    template <class... Args>
    [[noreturn]] void fail(fmt::format_string<Args...> text, Args &&...args) const {
        throw error(fmt::format("{}: the zip archive is damaged: {}", archive_.name(),
                                fmt::format(text, std::forward<Args>(args)...)));
    }

    void require_different_names(const std::vector<zip_entry> &entries) const {
        std::vector<std::string_view> names;
        for (const zip_entry &entry : entries) names.emplace_back(entry.name);
        std::ranges::sort(names);
        if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
            fail("it holds '{}' twice", io::printable_name(*twice));
    }

    std::vector<std::byte> bytes_at(u64 offset, u64 count) {
        std::vector<std::byte> bytes(count);
        archive_.read(offset, bytes);
        return bytes;
    }

    /// The last record of the file, of 22 bytes and a comment that reaches to the end.
    void find_directory() {
        const u64 size = archive_.size();
        const std::vector<std::byte> tail = size < end_bytes
                                                ? std::vector<std::byte>()
                                                : bytes_at(size - std::min<u64>(size, end_bytes + longest_comment),
                                                           std::min<u64>(size, end_bytes + longest_comment));
        for (std::size_t at = tail.size() < end_bytes ? 0 : tail.size() - end_bytes + 1; at-- > 0;) {
            const std::span<const std::byte> record = std::span(tail).subspan(at);
            if (field<u32>(record, 0) != end_mark || field<u16>(record, 20) != record.size() - end_bytes) continue;
            end_ = size - record.size();
            const u16 disk = field<u16>(record, 4), directory_disk = field<u16>(record, 6);
            const u16 here = field<u16>(record, 8);
            count_ = field<u16>(record, 10);
            bytes_ = field<u32>(record, 12);
            begin_ = field<u32>(record, 16);
            if (here == too_wide_16 || count_ == too_wide_16 || bytes_ == too_wide_32 || begin_ == too_wide_32)
                return find_wide_directory();
            if (disk != 0 || directory_disk != 0 || here != count_) fail("it is a part of several");
            return;
        }
        const io::content_kind kind = io::recognise(archive_);
        const bool may_be_cut = kind == io::content_kind::unknown || kind == io::content_kind::zip ||
                                kind == io::content_kind::numpy_archive || kind == io::content_kind::pytorch_archive;
        if (!may_be_cut) throw error(fmt::format("{}: not a zip archive: it is {}", archive_.name(), name_of(kind)));
        throw error(fmt::format("{}: not a zip archive, or a cut one: its {} bytes do not end with a directory",
                                archive_.name(), size));
    }

    void find_wide_directory() {
        if (end_ < locator_bytes + wide_end_bytes) fail("there is no room for its 64-bit directory");
        const std::vector<std::byte> locator = bytes_at(end_ - locator_bytes, locator_bytes);
        const u64 at = field<u64>(locator, 8);
        if (field<u32>(locator, 0) != locator_mark || field<u32>(locator, 4) != 0 || field<u32>(locator, 16) > 1 ||
            at > end_ - locator_bytes - wide_end_bytes)
            fail("its 64-bit directory is not where it should be");
        const std::vector<std::byte> record = bytes_at(at, wide_end_bytes);
        if (field<u32>(record, 0) != wide_end_mark || field<u32>(record, 16) != 0 || field<u32>(record, 20) != 0 ||
            field<u64>(record, 24) != field<u64>(record, 32))
            fail("its 64-bit directory is not where it should be");
        count_ = field<u64>(record, 32);
        bytes_ = field<u64>(record, 40);
        begin_ = field<u64>(record, 48);
        end_ = at;
    }

    /// Takes one from the front.
    zip_entry entry(std::span<const std::byte> &rest) const {
        if (rest.size() < entry_bytes || field<u32>(rest, 0) != entry_mark)
            fail("an entry of its directory is no such");
        const std::size_t name = field<u16>(rest, 28), extra = field<u16>(rest, 30), comment = field<u16>(rest, 32);
        if (rest.size() - entry_bytes < name + extra + comment) fail("an entry of its directory is cut");
        zip_entry result;
        for (const std::byte letter : rest.subspan(entry_bytes, name)) result.name += static_cast<char>(letter);
        result.flags = field<u16>(rest, 8);
        result.method = field<u16>(rest, 10);
        result.checksum = field<u32>(rest, 16);
        result.stored = field<u32>(rest, 20);
        result.size = field<u32>(rest, 24);
        result.header = field<u32>(rest, 42);
        widen(result, rest.subspan(entry_bytes + name, extra));
        rest = rest.subspan(entry_bytes + name + extra + comment);
        return result;
    }

    /// Sizes that did not fit into 32 bits stand in an extra field, in this order.
    void widen(zip_entry &entry, std::span<const std::byte> extra) const {
        const auto needed = {&entry.size, &entry.stored, &entry.header};
        for (std::size_t bytes = 0; extra.size() >= 4; extra = extra.subspan(4 + bytes)) {
            bytes = field<u16>(extra, 2);
            if (bytes > extra.size() - 4) fail("an extra field of '{}' is cut", io::printable_name(entry.name));
            if (field<u16>(extra, 0) != wide_tag) continue;
            std::span<const std::byte> wide = extra.subspan(4, bytes);
            for (u64 *value : needed) {
                if (*value != too_wide_32) continue;
                if (wide.size() < 8) fail("the 64-bit sizes of '{}' are cut", io::printable_name(entry.name));
                *value = field<u64>(wide, 0);
                wide = wide.subspan(8);
            }
            return;
        }
        for (const u64 *value : needed)
            if (*value == too_wide_32) fail("the 64-bit sizes of '{}' are missing", io::printable_name(entry.name));
    }

    io::input &archive_;
    u64 begin_ = 0, bytes_ = 0, count_ = 0;  // of the directory
    u64 end_ = 0;                            // what it must not reach beyond
};

}  // namespace

std::vector<zip_entry> read_zip_directory(io::input &archive) { return directory_reader(archive).read(); }

}  // namespace sylvite::data
