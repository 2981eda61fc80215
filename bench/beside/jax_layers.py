"""The layers of networks.py in JAX: parameters and a function of them. Images are [batch, height, width, channels], weights
[..., inputs, outputs], as JAX's users have them."""
import jax
import jax.numpy as jnp

from beside import networks

LAYOUT = ("NHWC", "HWIO", "NHWC")
ACTIVATIONS = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}


def dense(layer, shape):
    return lambda p, x, training: x @ p[0] + p[1]


def activation(layer, shape):
    return lambda p, x, training: ACTIVATIONS[layer.name](x)


def convolution(layer, shape):
    around = [(layer.padding, layer.padding)] * 2

    def run(p, x, training):
        y = jax.lax.conv_general_dilated(x, p[0], [layer.stride] * 2, around, dimension_numbers=LAYOUT)
        return y + p[1] if layer.bias else y

    return run


def batch_norm(layer, shape):
    running_mean, running_var = jnp.linspace(-0.1, 0.1, shape[0]), jnp.linspace(0.9, 1.1, shape[0])

    def run(p, x, training):
        mean = x.mean((0, 1, 2)) if training else running_mean
        variance = jnp.square(x - mean).mean((0, 1, 2)) if training else running_var
        return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * p[0] + p[1]

    return run


def max_pool(layer, shape):
    window = (1, layer.extent, layer.extent, 1)
    return lambda p, x, training: jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")


def lstm(layer, shape):
    def one(p, x):
        weight_x, weight_h, bias_x, bias_h = p

        def cell(carry, u):
            h, c = carry
            i, f, g, o = jnp.split(u + h @ weight_h, 4, -1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            h = jax.nn.sigmoid(o) * jnp.tanh(c)
            return (h, c), h

        zero = jnp.zeros((x.shape[1], layer.hidden))
        return jax.lax.scan(cell, (zero, zero), x @ weight_x + bias_x + bias_h)[1]

    def run(p, x, training):
        x = x.swapaxes(0, 1)
        for k in range(layer.layers):
            x = one(p[4 * k : 4 * k + 4], x)
        return x.swapaxes(0, 1)

    return run


FUNCTIONS = {
    "Dense": dense,
    "Activation": activation,
    "Conv": convolution,
    "BatchNorm": batch_norm,
    "MaxPool": max_pool,
    "Flatten": lambda layer, shape: lambda p, x, training: x.reshape(x.shape[0], -1),
    "GlobalMean": lambda layer, shape: lambda p, x, training: x.mean((1, 2)),
    "LSTM": lstm,
    "LastStep": lambda layer, shape: lambda p, x, training: x[:, -1],
}


def inputs_before_outputs(shape):
    """[outputs, inputs, taps...] as [taps..., inputs, outputs]."""
    return (*shape[2:], *shape[1::-1]) if len(shape) > 1 else shape


def build(layers, shape, floats):
    """(parameters, function of parameters, input and whether it trains); floats(*shape): random numbers in [0, 1)."""
    parameters, functions = [], []
    for layer, taken in networks.with_shapes(layers, shape):
        if isinstance(layer, networks.Residual):
            p, run = residual(layer, taken, floats)
        else:
            p = [
                (floats(*inputs_before_outputs(s)) * 2 - 1) * sums**-0.5
                for s, sums in networks.parameter_shapes(layer, taken)
            ]
            run = FUNCTIONS[type(layer).__name__](layer, taken)
        parameters.append(p)
        functions.append(run)

    def run_all(parameters, x, training):
        for p, run in zip(parameters, functions):
            x = run(p, x, training)
        return x

    return parameters, run_all


def residual(layer, shape, floats):
    body, run_body = build(layer.body, shape, floats)
    shortcut, run_shortcut = build(layer.shortcut, shape, floats)
    run = lambda p, x, training: run_body(p[0], x, training) + run_shortcut(p[1], x, training)  # noqa: E731
    return [body, shortcut], run


def sample_shape(network):
    """As images lie here."""
    shape = network.input
    return (*shape[1:], shape[0]) if networks.has_images(network) else shape
