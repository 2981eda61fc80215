"""The networks in JAX, a step compiled as a whole, parameters and state donated."""
import os

from beside.networks import MOMENTUM


class Peer:
    def __init__(self, threads):
        # XLA has no number of threads that it keeps to: it gets so many processors.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
        many = "true" if threads > 1 else "false"
        os.environ["XLA_FLAGS"] = f"--xla_cpu_multi_thread_eigen={many} intra_op_parallelism_threads={threads}"
        os.environ.setdefault("JAX_PLATFORMS", "cpu")
        import jax
        import numpy
        import optax

        self.jax, self.optax, self.random = jax, optax, numpy.random.default_rng(0)
        self.version = jax.__version__

    def floats(self, *shape):
        return self.jax.numpy.asarray(self.random.random(shape, dtype="float32"))

    def parameters(self, network):
        return [
            (
                (self.floats(inputs, outputs) * 2 - 1) * inputs**-0.5,
                (self.floats(outputs) * 2 - 1) * inputs**-0.5,
            )
            for inputs, outputs in zip(network.widths, network.widths[1:])
        ]

    def forward(self, network):
        functions = {"sigmoid": self.jax.nn.sigmoid, "relu": self.jax.nn.relu, None: lambda x: x}

        def run(layers, x):
            for weight, bias in layers[:-1]:
                x = functions[network.activation](x @ weight + bias)
            weight, bias = layers[-1]
            return functions[network.last](x @ weight + bias)

        return run

    def train(self, network):
        jax, optax = self.jax, self.optax
        forward, classes = self.forward(network), network.widths[-1]
        x = self.floats(network.batch, network.widths[0])
        if network.loss == "mse":
            target, loss_of = self.floats(network.batch, classes), lambda z, t: ((z - t) ** 2).mean()
        else:
            target = jax.numpy.asarray(self.random.integers(0, classes, network.batch), "int32")
            loss_of = lambda z, t: optax.softmax_cross_entropy_with_integer_labels(z, t).mean()  # noqa: E731
        momentum = MOMENTUM if network.optimizer == "momentum" else None
        optimizer = optax.adam(network.rate) if network.optimizer == "adam" else optax.sgd(network.rate, momentum)

        def update(layers, state, x, target):
            loss, gradient = jax.value_and_grad(lambda p: loss_of(forward(p, x), target))(layers)
            change, state = optimizer.update(gradient, state, layers)
            return optax.apply_updates(layers, change), state, loss

        compiled = jax.jit(update, donate_argnums=(0, 1))
        layers = self.parameters(network)
        held = [layers, optimizer.init(layers)]

        def step():
            held[0], held[1], loss = compiled(*held, x, target)
            jax.block_until_ready((held[0], loss))

        return step, self.count(layers)

    def infer1(self, network):
        layers, x = self.parameters(network), self.floats(1, network.widths[0])
        compiled = self.jax.jit(self.forward(network))
        return lambda: compiled(layers, x).block_until_ready(), self.count(layers)

    @staticmethod
    def count(layers):
        return sum(weight.size + bias.size for weight, bias in layers)
