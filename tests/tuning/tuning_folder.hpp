// What the tests of the tuner share: a folder, a small network, a kernel compiler that can be made to err.
#pragma once

#include <sylvite/codegen/tuning/database.hpp>
#include <sylvite/codegen/tuning/tuner.hpp>

#include <filesystem>
#include <string>

namespace sylvite::codegen::testing {

/// Of its own, gone afterwards.
class tuning_folder {
  public:
    tuning_folder();
    tuning_folder(const tuning_folder &) = delete;
    tuning_folder &operator=(const tuning_folder &) = delete;
    ~tuning_folder();
    [[nodiscard]] std::filesystem::path operator/(const std::string &name) const { return path_ / name; }

    /// A kernel compiler that for schedules with `parameter` ("vector=4") makes a kernel of this body instead, in C++:
    /// "for (;;) {}" hangs.
    [[nodiscard]] std::string erring_compiler(const std::string &parameter, const std::string &body) const;

    [[nodiscard]] workshop_options shop(const std::string &kernel_compiler) const;
    [[nodiscard]] tuning_options options(const std::string &kernel_compiler) const;

  private:
    std::filesystem::path path_;
};

/// One kernel: x * x + y over [rows, 100], rows up to 40.
[[nodiscard]] kernel_spec small_spec();

/// A network with one contraction and little else.
[[nodiscard]] program_model small_model(const std::string &target);

[[nodiscard]] std::string host_target();

}  // namespace sylvite::codegen::testing
