#include <sylvite/generators/lowering/storage.hpp>

#include <stdexcept>

namespace sylvite::generators {

void keep(Halide::Func &f, const stored_func &as) {
    // A dimension that is not counted would be memory that is not planned.
    if (f.args().size() != as.extents.size())
        throw std::runtime_error("kernel: " + f.name() + " has " + std::to_string(f.args().size()) +
                                 " dimensions, and is stored with " + std::to_string(as.extents.size()));
    if (as.where == stored_func::place::scratch)
        f.compute_root();
    else
        // What Halide calls Stack it asks of halide_malloc if it is larger than 16 KiB.
        f.store_in(Halide::MemoryType::Register);
}

}  // namespace sylvite::generators
