// Objects that may stand in several libraries of one program.
#pragma once

#include <string>

namespace sylvite::generators {

/// Makes every symbol that an ELF object defines weak. Networks share kernels by the hash in their names, so equal
/// names mean equal code: where all members of two libraries are linked (--whole-archive), the linker keeps one of them
/// instead of refusing both. Throws std::runtime_error where the file is no 64-bit little-endian ELF object.
void make_symbols_weak(const std::string &object);

}  // namespace sylvite::generators
