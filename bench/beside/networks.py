"""The reference networks as data: the same as bench/networks/mlp.hpp, to the last hyper-parameter."""
from collections import namedtuple

# widths: of the input, the hidden layers and the output; last: the output's activation; loss: mse or cross_entropy
Network = namedtuple("Network", "widths activation last loss optimizer rate batch")

NETWORKS = {
    "mlp_sigmoid": Network((64, 32, 10), "sigmoid", "sigmoid", "mse", "gradient_descent", 0.1, 32),
    "mlp_mnist": Network((784, 512, 256, 10), "relu", None, "cross_entropy", "adam", 1e-3, 128),
    "mlp_wide": Network((1024, 4096, 4096, 1000), "relu", None, "cross_entropy", "momentum", 1e-2, 256),
}
MOMENTUM = 0.9


def parameter_count(network):
    return sum((inputs + 1) * outputs for inputs, outputs in zip(network.widths, network.widths[1:]))
