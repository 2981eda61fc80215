#include "fake_kernels.hpp"

#include <sylvite/runtime/core/handlers.hpp>

#include <HalideRuntime.h>

#include <cstddef>

namespace fake {

namespace {

namespace handlers = sylvite::core::handlers;

void *context(void **arguments) { return *static_cast<void **>(arguments[0]); }
const halide_buffer_t &buffer(void **arguments, int i) { return *static_cast<halide_buffer_t *>(arguments[i]); }

template <class T>
T *data(void **arguments, int i) {
    return reinterpret_cast<T *>(buffer(arguments, i).host);
}

struct linear_loop {
    const float *x;
    const float *weight;
    float bias;
    float *z;
};

/// Each task takes scratch for its products, as the generated kernels do for their panels.
int linear_row(void *user_context, int row, std::uint8_t *closure) {
    const auto &loop = *reinterpret_cast<const linear_loop *>(closure);
    auto *products = static_cast<float *>(handlers::malloc(user_context, 3 * sizeof(float)));
    if (products == nullptr) return halide_error_code_out_of_memory;
    for (int k = 0; k < 3; ++k) products[k] = loop.x[row * 3 + k] * loop.weight[k];
    loop.z[row] = products[0] + products[1] + products[2] + loop.bias;
    handlers::free(user_context, products);
    return 0;
}

}  // namespace

int linear(void **arguments) {
    const int rows = *static_cast<const std::int32_t *>(arguments[1]);
    const halide_buffer_t &x = buffer(arguments, 2);
    if (x.dimensions != 2 || x.dim[0].extent != 3 || x.dim[1].extent != rows || x.dim[1].stride != 3) {
        handlers::error(context(arguments), "linear: x has another shape");
        return halide_error_code_bad_dimensions;
    }
    linear_loop loop{data<float>(arguments, 2), data<float>(arguments, 3), *data<float>(arguments, 4),
                     data<float>(arguments, 5)};
    return handlers::do_par_for(context(arguments), linear_row, 0, rows, reinterpret_cast<std::uint8_t *>(&loop));
}

int positive_part(void **arguments) {
    for (int i = 0; i < buffer(arguments, 1).dim[0].extent; ++i)
        data<bool>(arguments, 2)[i] = data<float>(arguments, 1)[i] > 0;
    return 0;
}

int squared_error(void **arguments) {
    double sum = 0;
    for (int i = 0; i < buffer(arguments, 1).dim[0].extent; ++i) {
        const double d =
            static_cast<double>(data<float>(arguments, 1)[i]) - static_cast<double>(data<float>(arguments, 2)[i]);
        sum += d * d;
    }
    *data<double>(arguments, 3) = sum;
    return 0;
}

int slope(void **arguments) {
    const int rows = buffer(arguments, 1).dim[1].extent;
    float *gradient = data<float>(arguments, 4);
    for (int k = 0; k < 4; ++k) gradient[k] = 0;
    for (int i = 0; i < rows; ++i) {
        const float d = 2 * (data<float>(arguments, 3)[i] - data<float>(arguments, 2)[i]) / static_cast<float>(rows);
        for (int k = 0; k < 3; ++k) gradient[k] += d * data<float>(arguments, 1)[i * 3 + k];
        gradient[3] += d;
    }
    return 0;
}

int descend(void **arguments) {
    const float *gradient = data<float>(arguments, 1);
    const float rate = *data<float>(arguments, 2);
    for (int k = 0; k < 3; ++k) data<float>(arguments, 3)[k] -= rate * gradient[k];
    *data<float>(arguments, 4) -= rate * gradient[3];
    ++*data<std::int32_t>(arguments, 5);
    return 0;
}

int fail_with_text(void **arguments) {
    handlers::error(context(arguments), "z is accessed at 9, which is beyond the max (8) in dimension 0");
    handlers::error(context(arguments), "a second fault");
    return halide_error_code_access_out_of_bounds;
}

int fail_silently(void **) { return -77; }

int hungry(void **arguments) {
    void *piece = handlers::malloc(context(arguments), std::size_t{1} << 30);
    if (piece != nullptr) return 0;
    handlers::error(context(arguments), "Out of memory (halide_malloc returned nullptr)");
    return halide_error_code_out_of_memory;
}

}  // namespace fake
