// What the tests of the readers of binary formats share: numpy's files, and damage to them.
#pragma once

#include "column_values.hpp"
#include "temporary_folder.hpp"

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/input.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

/// Written by golden/make_arrays.py.
inline std::string golden(std::string_view name) { return std::string(GOLDEN_FOLDER "/").append(name); }

/// Of the golden arrays; [3, 2, 2]. `step` 1.5 and `first` -4 unless the type is unsigned.
template <class T>
std::vector<T> golden_values(double step = 1.5, double first = -4, bool whole = false) {
    std::vector<T> result;
    for (int k = 0; k < 12; ++k)
        result.push_back(static_cast<T>(whole ? std::floor(step * k + first) : step * k + first));
    return result;
}

/// Reads a file's bytes; throws what the reader throws.
using read_bytes = std::function<sylvite::dataset(sylvite::io::input &)>;

inline sylvite::dataset read_from(const read_bytes &read, std::string_view bytes) {
    sylvite::io::memory_input file("f", std::as_bytes(std::span(bytes)));
    return read(file);
}

/// The reader throws one line that begins with the file's name.
inline void expect_refused(const read_bytes &read, std::string_view bytes, const std::string &what) {
    try {
        (void)read_from(read, bytes);
        ADD_FAILURE() << what << " was read";
    } catch (const sylvite::error &problem) {
        const std::string text = problem.what();
        EXPECT_EQ(text.find('\n'), std::string::npos) << what << ": " << text;
        EXPECT_TRUE(text.starts_with("f")) << what << ": " << text;
    }
}

/// A file cut at any byte is refused, and one with a byte more.
inline void expect_every_cut_refused(const read_bytes &read, const std::string &bytes) {
    for (std::size_t n = 0; n < bytes.size(); ++n)
        expect_refused(read, std::string_view(bytes).substr(0, n), "a file cut at byte " + std::to_string(n));
    expect_refused(read, bytes + '\0', "a file with a byte more");
}

/// With any one bit changed, the reader gives rows or throws one line. Returns how often it gave rows.
inline int read_with_every_bit_changed(const read_bytes &read, const std::string &bytes,
                                       const std::function<void(const sylvite::dataset &, std::size_t)> &look) {
    int taken = 0;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        try {
            look(read_from(read, changed), bit);
            ++taken;
        } catch (const sylvite::error &problem) {
            EXPECT_EQ(std::string_view(problem.what()).find('\n'), std::string::npos) << problem.what();
        }
    }
    return taken;
}

/// The n-th read fails, for every n: the reader passes the error on, and reads the file once none fails.
inline void expect_every_failed_read_reported(const read_bytes &read, const std::string &bytes) {
    class failing_input final : public sylvite::io::input {
      public:
        failing_input(std::string_view bytes, int good)
            : input("f", bytes.size()), from_("f", std::as_bytes(std::span(bytes))), good_(good) {}
        void read(std::uint64_t offset, std::span<std::byte> to) override {
            if (good_-- == 0) throw sylvite::error("f: the disk is gone");
            from_.read(offset, to);
        }

      private:
        sylvite::io::memory_input from_;
        int good_;
    };
    for (int good = 0;; ++good) {
        failing_input file(bytes, good);
        try {
            (void)read(file);
            EXPECT_GT(good, 1);
            return;
        } catch (const sylvite::error &problem) {
            ASSERT_STREQ(problem.what(), "f: the disk is gone");
        }
        ASSERT_LT(good, 1000);
    }
}
