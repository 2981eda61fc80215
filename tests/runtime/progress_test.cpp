#include "temporary_folder.hpp"

#include <sylvite/runtime/train/progress.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

namespace {

using namespace sylvite;

void report(progress_sink &sink) {
    const metric_mean train[] = {{"loss", 0.25}};
    const metric_mean held_out[] = {{"loss", 0.5}, {"accuracy", 0.975}};
    for (std::size_t epoch = 1; epoch <= 2; ++epoch) {
        training_progress now{"digits", epoch, 2, 1, 2, train, {}, 0.2};
        sink.after_step(now);
        now.step = 2;
        now.seconds = 0.4;
        sink.after_step(now);
        now.held_out = held_out;
        sink.after_epoch(now);
    }
}

TEST(terminal_progress, shows_a_note_on_a_line_of_its_own) {
    temporary_folder folder;
    std::FILE *file = std::fopen((folder / "log").c_str(), "w");
    {
        terminal_progress sink(file);
        sink.note("network 'digits': something to know");
    }
    std::fclose(file);
    EXPECT_EQ(content(folder / "log"), "network 'digits': something to know\n");
}

TEST(terminal_progress, writes_plain_lines_into_a_file) {
    temporary_folder folder;
    std::FILE *file = std::fopen((folder / "log").c_str(), "w");
    {
        terminal_progress sink(file);
        report(sink);
    }
    std::fclose(file);
    EXPECT_EQ(content(folder / "log"),
              "digits  epoch 1/2  loss 0.2500  | held out  loss 0.5000  accuracy 0.9750  0.40 s\n"
              "digits  epoch 2/2  loss 0.2500  | held out  loss 0.5000  accuracy 0.9750  0.40 s\n");
}

TEST(terminal_progress, rewrites_one_line_on_a_terminal) {
    int master = -1;
    int slave = -1;
    if (::openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) GTEST_SKIP() << "no pseudo terminals here";
    std::FILE *file = ::fdopen(slave, "w");
    {
        terminal_progress sink(file);
        report(sink);
    }
    std::fflush(file);
    std::string all;
    char piece[512];
    while (all.find('\n') == std::string::npos) {
        const ssize_t got = ::read(master, piece, sizeof piece);
        ASSERT_GT(got, 0);
        all.append(piece, static_cast<std::size_t>(got));
    }
    std::fclose(file);
    ::close(master);
    EXPECT_NE(all.find("\rdigits  epoch 1/2  step 1/2  loss 0.2500"), std::string::npos) << all;
    EXPECT_NE(all.find("\x1b[K"), std::string::npos);
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 1) << "the line is finished once, at the end";
}

}  // namespace
