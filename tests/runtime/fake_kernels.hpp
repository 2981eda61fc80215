// Plain C++ functions in the form of Halide kernels: arguments[0] points to the user context, the others to buffers
// and to scalars.
#pragma once

namespace fake {

int linear(void **arguments);         // context, rows, x, weight, bias, z
int positive_part(void **arguments);  // context, z, positive
int squared_error(void **arguments);  // context, z, y, loss
int slope(void **arguments);          // context, x, y, z, gradient
int descend(void **arguments);        // context, gradient, rate, weight, bias, steps
int fail_with_text(void **arguments);
int fail_silently(void **arguments);
int hungry(void **arguments);  // asks for more scratch than there is

}  // namespace fake
