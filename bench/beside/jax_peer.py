"""The networks in JAX, a step compiled as a whole, parameters and state donated."""
import os

from beside import networks
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

        from beside import jax_layers

        self.jax, self.optax, self.layers, self.random = jax, optax, jax_layers, numpy.random.default_rng(0)
        self.version = jax.__version__

    def floats(self, *shape):
        return self.jax.numpy.asarray(self.random.random(shape, dtype="float32"))

    def model(self, network):
        return self.layers.build(network.layers, network.input, self.floats)

    def samples(self, network, batch):
        return self.floats(batch, *self.layers.sample_shape(network))

    def train(self, network):
        jax, optax = self.jax, self.optax
        parameters, forward = self.model(network)
        x, width = self.samples(network, network.batch), networks.output_width(network)
        if network.loss == "mse":
            target, loss_of = self.floats(network.batch, width), lambda z, t: ((z - t) ** 2).mean()
        else:
            target = jax.numpy.asarray(self.random.integers(0, width, network.batch), "int32")
            loss_of = lambda z, t: optax.softmax_cross_entropy_with_integer_labels(z, t).mean()  # noqa: E731
        momentum = MOMENTUM if network.optimizer == "momentum" else None
        optimizer = optax.adam(network.rate) if network.optimizer == "adam" else optax.sgd(network.rate, momentum)

        def update(parameters, state, x, target):
            loss, gradient = jax.value_and_grad(lambda p: loss_of(forward(p, x, True), target))(parameters)
            change, state = optimizer.update(gradient, state, parameters)
            return optax.apply_updates(parameters, change), state, loss

        compiled = jax.jit(update, donate_argnums=(0, 1))
        count = self.count(parameters)
        held = [parameters, optimizer.init(parameters)]

        def step():
            held[0], held[1], loss = compiled(*held, x, target)
            jax.block_until_ready((held[0], loss))

        return step, count, ""

    def infer1(self, network):
        parameters, forward = self.model(network)
        x, compiled = self.samples(network, 1), self.jax.jit(lambda p, x: forward(p, x, False))
        return lambda: compiled(parameters, x).block_until_ready(), self.count(parameters), ""

    def count(self, parameters):
        return sum(p.size for p in self.jax.tree.leaves(parameters))
