// What the core answers. Values, never exceptions: the core can be embedded where neither exceptions nor a heap exist.
#pragma once

#include <cstdint>

namespace sylvite::core {

enum class status : std::uint8_t {
    ok,
    wrong_abi,              // the generated library is of another version of Sylvite
    invalid_program,        // a table of the program contradicts itself
    unsupported_processor,  // built for an instruction set that this processor lacks
    memory_too_small,
    memory_misaligned,
    not_bound,  // bind() has not succeeded yet
    no_such_tensor,
    not_an_input,
    no_such_symbol,
    extent_out_of_range,
    extent_not_set,
    input_not_bound,
    input_misaligned,
    input_too_short,  // fewer values were bound than the entry reads
    no_such_entry,
    persistent_is_shared,  // the entry writes parameters or state, and the segment is read-only here
    out_of_scratch,        // a kernel asked for more than its reserved scratch
    kernel_failed,         // a kernel's own check failed; the message holds Halide's text
    unsupported_program,   // sound, but it asks for a device or for ranks that this runtime does not drive
};

[[nodiscard]] constexpr const char *name_of(status what) noexcept {
    switch (what) {
        case status::ok:
            return "ok";
        case status::wrong_abi:
            return "wrong ABI";
        case status::invalid_program:
            return "invalid program";
        case status::unsupported_processor:
            return "unsupported processor";
        case status::memory_too_small:
            return "memory too small";
        case status::memory_misaligned:
            return "memory misaligned";
        case status::not_bound:
            return "not bound";
        case status::no_such_tensor:
            return "no such tensor";
        case status::not_an_input:
            return "not an input";
        case status::no_such_symbol:
            return "no such symbol";
        case status::extent_out_of_range:
            return "extent out of range";
        case status::extent_not_set:
            return "extent not set";
        case status::input_not_bound:
            return "input not bound";
        case status::input_misaligned:
            return "input misaligned";
        case status::input_too_short:
            return "input too short";
        case status::no_such_entry:
            return "no such entry";
        case status::persistent_is_shared:
            return "persistent segment is shared";
        case status::out_of_scratch:
            return "out of scratch";
        case status::kernel_failed:
            return "kernel failed";
        case status::unsupported_program:
            return "unsupported program";
    }
    return "?";
}

}  // namespace sylvite::core
