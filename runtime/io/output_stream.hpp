// Bytes written as they come: to devices and pipes, and to files that grow while a program runs.
#pragma once

#include <sylvite/runtime/io/file_operations.hpp>
#include <sylvite/runtime/io/output_target.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sylvite::io {

class output_stream {
  public:
    /// A regular file is emptied, or made where there is none; a pipe is waited for until somebody reads from it.
    /// Throws sylvite::error with the path and the reason, as do the others.
    explicit output_stream(const output_target &to, const file_operations &system = system_file_operations());
    explicit output_stream(std::string_view path) : output_stream(find_output_target(path)) {}
    ~output_stream();
    output_stream(const output_stream &) = delete;
    output_stream &operator=(const output_stream &) = delete;

    /// Not held back. When nobody reads a pipe any more, that is an error too, and no signal ends the process.
    void write(std::span<const std::byte> data);
    void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
    /// Some file systems tell only now that a write has failed.
    void close();

  private:
    [[noreturn]] void fail() const;

    std::string name_;
    const file_operations &system_;
    int file_ = -1;
};

}  // namespace sylvite::io
