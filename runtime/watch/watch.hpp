// A look at every tensor that a step writes, as soon as it is written.
//
//     sylvite::watch taps(net, [](const sylvite::written_tensor &t) {
//         if (t.location.ends_with("network.hpp:14")) std::cout << t.label << ' ' << t.values<float>()[0] << '\n';
//     });
//     net.train();
#pragma once

#include <sylvite/runtime/instance.hpp>

#include <functional>
#include <memory>

namespace sylvite {

/// What a call has just written. Views are valid until the function returns.
struct written_tensor {
    std::string_view entry;     // "train"
    std::uint32_t call = 0;     // in core::entry::calls
    std::string_view label;     // of the call: "contraction add relu"
    std::string_view location;  // "network.hpp:14": the user's line; "" if unknown
    std::string_view name;      // "hidden.weight"; "" for intermediates
    std::uint32_t node = 0;     // in the network's table: the same in every build of its entries
    dtype type = dtype::f32;
    std::span<const std::int64_t> extents;  // of this run, outermost first
    std::span<const std::byte> bytes;       // dense, row-major

    /// Puts these elements, as many bytes as there are, in the place of what was written: later calls read them. Throws
    /// sylvite::error when there are more or fewer.
    void overwrite(std::span<const std::byte> with) const;

    /// Throws sylvite::error when T is not the element type.
    template <class T>
    [[nodiscard]] std::span<const T> values() const {
        require(dtype_of<T>);
        return {reinterpret_cast<const T *>(bytes.data()), bytes.size() / sizeof(T)};
    }

  private:
    friend class watch;
    void require(dtype wanted) const;
    std::byte *memory_ = nullptr;
    const core::tensor *as_ = nullptr;
};

/// Calls the function for every result of every call, between construction and destruction, which must come before the
/// network's. A step then takes as long as the function does. An exception of the function's ends the watching; see
/// rethrow.
class watch {
  public:
    using function = std::function<void(const written_tensor &)>;

    /// Throws sylvite::error when the network is being watched or recorded already.
    watch(instance &net, function look);
    ~watch();
    watch(watch &&) noexcept;
    watch &operator=(watch &&) = delete;

    /// Throws what the function threw, if it did. A step itself cannot: it runs through the core, which is noexcept.
    void rethrow() const;

  private:
    class watcher;
    std::unique_ptr<watcher> watcher_;
};

}  // namespace sylvite
