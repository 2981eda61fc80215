"""The reference networks as data: those of bench/networks/, to the last hyper-parameter. Each peer builds them from their layers."""
from collections import namedtuple
from math import prod

# Layers. Images are [channels, height, width], sequences [time, width].
Dense = namedtuple("Dense", "outputs")
Activation = namedtuple("Activation", "name")  # relu or sigmoid
Conv = namedtuple("Conv", "outputs kernel stride padding bias", defaults=(1, 0, True))
BatchNorm = namedtuple("BatchNorm", "")
MaxPool = namedtuple("MaxPool", "extent")
Flatten = namedtuple("Flatten", "")
GlobalMean = namedtuple("GlobalMean", "")
Residual = namedtuple("Residual", "body shortcut")  # body(x) + shortcut(x); no layers: x itself
LSTM = namedtuple("LSTM", "hidden layers")
LastStep = namedtuple("LastStep", "")

# input: the shape of a sample; loss: mse or cross_entropy
Network = namedtuple("Network", "input layers loss optimizer rate batch")
MOMENTUM = 0.9
RELU, SIGMOID = Activation("relu"), Activation("sigmoid")


def perceptron(widths, activation):
    """Dense layers with the activation between them."""
    layers = []
    for width in widths:
        layers += [Dense(width), activation]
    return layers[:-1]


def residual_block(outputs, stride):
    body = [
        Conv(outputs, 3, stride, 1, bias=False), BatchNorm(), RELU,
        Conv(outputs, 3, 1, 1, bias=False), BatchNorm(),
    ]  # fmt: skip
    shortcut = [] if stride == 1 else [Conv(outputs, 1, stride, bias=False), BatchNorm()]
    return [Residual(body, shortcut), RELU]


def resnet20():
    layers = [Conv(16, 3, 1, 1, bias=False), BatchNorm(), RELU]
    for outputs, first_stride in ((16, 1), (32, 2), (64, 2)):
        for stride in (first_stride, 1, 1):
            layers += residual_block(outputs, stride)
    return [*layers, GlobalMean(), Dense(10)]


LENET5 = [
    Conv(6, 5, padding=2), RELU, MaxPool(2), Conv(16, 5), RELU, MaxPool(2), Flatten(), *perceptron((120, 84, 10), RELU)
]  # fmt: skip

NETWORKS = {
    "mlp_sigmoid": Network((64,), perceptron((32, 10), SIGMOID) + [SIGMOID], "mse", "gradient_descent", 0.1, 32),
    "mlp_mnist": Network((784,), perceptron((512, 256, 10), RELU), "cross_entropy", "adam", 1e-3, 128),
    "mlp_wide": Network((1024,), perceptron((4096, 4096, 1000), RELU), "cross_entropy", "momentum", 1e-2, 256),
    "lenet5": Network((1, 28, 28), LENET5, "cross_entropy", "momentum", 1e-2, 64),
    "resnet20": Network((3, 32, 32), resnet20(), "cross_entropy", "momentum", 1e-2, 32),
    "lstm_series": Network((100, 8), [LSTM(128, 2), LastStep(), Dense(1)], "mse", "adam", 1e-3, 32),
}


def output_shape(layer, shape):
    """Of a sample, behind the layer."""
    kind = type(layer).__name__
    if kind == "Dense":
        return (*shape[:-1], layer.outputs)
    if kind == "Conv":
        return (layer.outputs, *((e + 2 * layer.padding - layer.kernel) // layer.stride + 1 for e in shape[1:]))
    if kind == "MaxPool":
        return (shape[0], *(e // layer.extent for e in shape[1:]))
    if kind == "Flatten":
        return (prod(shape),)
    if kind == "GlobalMean":
        return shape[:1]
    if kind == "Residual":
        return output_of(layer.body, shape)
    if kind == "LSTM":
        return (shape[0], layer.hidden)
    if kind == "LastStep":
        return shape[1:]
    return shape


def output_of(layers, shape):
    for layer in layers:
        shape = output_shape(layer, shape)
    return shape


def with_shapes(layers, shape):
    """(layer, shape of what it takes)"""
    for layer in layers:
        yield layer, shape
        shape = output_shape(layer, shape)


def parameter_shapes(layer, shape):
    """As in PyTorch: [(shape, elements that each output is a sum over)]."""
    kind = type(layer).__name__
    if kind == "Dense":
        return [((layer.outputs, shape[-1]), shape[-1]), ((layer.outputs,), shape[-1])]
    if kind == "Conv":
        taps = shape[0] * layer.kernel**2
        weight = ((layer.outputs, shape[0], layer.kernel, layer.kernel), taps)
        return [weight, ((layer.outputs,), taps)] if layer.bias else [weight]
    if kind == "BatchNorm":
        return [(shape[:1], 1)] * 2
    if kind == "LSTM":
        found, gates, width = [], 4 * layer.hidden, shape[1]
        for _ in range(layer.layers):
            found += [((*s, w), layer.hidden) for s, w in (((gates,), width), ((gates,), layer.hidden))]
            found += [((gates,), layer.hidden)] * 2
            width = layer.hidden
        return found
    return []


def parameter_count(network):
    return count_of(network.layers, network.input)


def count_of(layers, shape):
    total = 0
    for layer, taken in with_shapes(layers, shape):
        total += sum(prod(s) for s, _ in parameter_shapes(layer, taken))
        if isinstance(layer, Residual):
            total += count_of(layer.body, taken) + count_of(layer.shortcut, taken)
    return total


def has_images(network):
    return len(network.input) == 3


def output_width(network):
    return output_of(network.layers, network.input)[-1]
