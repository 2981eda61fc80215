// One sentence, whole or in part, that an operation must throw.
#pragma once

#include <sylvite/runtime/error.hpp>

#include <gtest/gtest.h>

#include <string>

inline void expect_sentence(const std::string &text, const std::string &part) {
    EXPECT_NE(text.find(part), std::string::npos) << "said: " << text << "\nexpected: " << part;
    EXPECT_EQ(text.find('\n'), std::string::npos) << "more than a line: " << text;
}

/// The statement throws sylvite::error whose text contains `part`, in one line.
#define EXPECT_ERROR(statement, part)                                                                                  \
    try {                                                                                                              \
        statement;                                                                                                     \
        ADD_FAILURE() << "nothing was thrown; expected: " << (part);                                                   \
    } catch (const sylvite::error &problem) {                                                                          \
        expect_sentence(problem.what(), part);                                                                         \
    }
