// One sentence in a fixed buffer: what the core says about an error, without a heap and without stdio.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sylvite::core {

template <std::size_t Capacity>
class basic_message {
  public:
    void clear() noexcept {
        length_ = 0;
        text_[0] = '\0';
    }

    /// Appends; what does not fit is cut, the text stays terminated.
    basic_message &operator<<(const char *text) noexcept {
        for (; text != nullptr && *text != '\0'; ++text) put(*text);
        return *this;
    }

    basic_message &operator<<(std::int64_t value) noexcept {
        if (value < 0) put('-');
        const auto magnitude = static_cast<std::uint64_t>(value);
        return *this << (value < 0 ? ~magnitude + 1 : magnitude);
    }

    basic_message &operator<<(std::uint64_t value) noexcept {
        char digits[20];
        int count = 0;
        do {
            digits[count++] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value != 0);
        while (count > 0) put(digits[--count]);
        return *this;
    }

    basic_message &operator<<(std::uint32_t value) noexcept { return *this << std::uint64_t{value}; }
    basic_message &operator<<(int value) noexcept { return *this << std::int64_t{value}; }

    [[nodiscard]] const char *text() const noexcept { return text_; }
    [[nodiscard]] bool empty() const noexcept { return length_ == 0; }

  private:
    void put(char letter) noexcept {
        if (length_ + 1 >= Capacity) return;
        text_[length_++] = letter;
        text_[length_] = '\0';
    }

    std::size_t length_ = 0;
    char text_[Capacity] = {};
};

using message = basic_message<768>;

}  // namespace sylvite::core
