#pragma once

#include <memory>
#include <span>

class __attribute__((visibility("default"))) scorer {
  public:
    scorer();
    ~scorer();
    scorer(const scorer &) = delete;
    scorer &operator=(const scorer &) = delete;

    /// Of four numbers; from the same starting values each time.
    float operator()(std::span<const float, 4> x);

  private:
    struct parts;
    std::unique_ptr<parts> parts_;
};
