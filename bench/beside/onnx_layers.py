"""The layers of networks.py as nodes of an ONNX graph, as an export for inference gives them."""
import numpy
from onnx import helper, numpy_helper

from beside import networks

OPSET = 18
ONNX_ACTIVATIONS = {"relu": "Relu", "sigmoid": "Sigmoid"}
ONNX_GATES = (0, 3, 1, 2)  # of PyTorch's i, f, g, o: ONNX has i, o, f, g


class Graph:
    def __init__(self, floats):
        self.floats, self.nodes, self.constants = floats, [], []

    def add(self, kind, inputs, **attributes):
        """A node of one result; its name."""
        return self.add_of(1, kind, inputs, **attributes)[0]

    def add_of(self, results, kind, inputs, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(results)]
        self.nodes.append(helper.make_node(kind, inputs, names, **attributes))
        return names

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.array(values, order="C"), name))
        return name

    def parameters(self, layer, shape):
        found = networks.parameter_shapes(layer, shape)
        return [((self.floats(*s) * 2 - 1) * sums**-0.5).astype("float32") for s, sums in found]

    def sequence(self, layers, x, shape):
        for layer, taken in networks.with_shapes(layers, shape):
            x = getattr(self, type(layer).__name__.lower())(layer, x, taken)
        return x

    def dense(self, layer, x, shape):
        return self.add("Gemm", [x, *map(self.constant, self.parameters(layer, shape))], transB=1)

    def activation(self, layer, x, shape):
        return self.add(ONNX_ACTIVATIONS[layer.name], [x])

    def conv(self, layer, x, shape):
        inputs = [x, *map(self.constant, self.parameters(layer, shape))]
        extents = [layer.kernel] * 2
        return self.add("Conv", inputs, kernel_shape=extents, strides=[layer.stride] * 2, pads=[layer.padding] * 4)

    def batchnorm(self, layer, x, shape):
        mean, variance = self.floats(shape[0]) - 0.5, self.floats(shape[0]) + 0.5
        values = [*self.parameters(layer, shape), mean.astype("float32"), variance.astype("float32")]
        return self.add("BatchNormalization", [x, *map(self.constant, values)])

    def maxpool(self, layer, x, shape):
        return self.add("MaxPool", [x], kernel_shape=[layer.extent] * 2, strides=[layer.extent] * 2)

    def flatten(self, layer, x, shape):
        return self.add("Flatten", [x])

    def globalmean(self, layer, x, shape):
        return self.add("ReduceMean", [x, self.constant(numpy.array([2, 3]))], keepdims=0)

    def residual(self, layer, x, shape):
        return self.add("Add", [self.sequence(layer.body, x, shape), self.sequence(layer.shortcut, x, shape)])

    def lstm(self, layer, x, shape):
        x, values = self.add("Transpose", [x], perm=[1, 0, 2]), self.parameters(layer, shape)
        in_order = lambda v: numpy.concatenate([numpy.split(v, 4)[g] for g in ONNX_GATES])[None]  # noqa: E731
        for k in range(layer.layers):
            weight_x, weight_h, bias_x, bias_h = map(in_order, values[4 * k : 4 * k + 4])
            inputs = [weight_x, weight_h, numpy.concatenate([bias_x, bias_h], 1)]
            y = self.add("LSTM", [x, *map(self.constant, inputs)], hidden_size=layer.hidden)
            x = self.add("Squeeze", [y, self.constant(numpy.array([1]))])
        return self.add("Transpose", [x], perm=[1, 0, 2])

    def laststep(self, layer, x, shape):
        return self.add("Gather", [x, self.constant(numpy.array(-1))], axis=1)


def model(network, floats):
    """For one sample, with its input "x"."""
    graph = Graph(floats)
    y = graph.sequence(network.layers, "x", network.input)
    describe = lambda name, shape: helper.make_tensor_value_info(name, 1, (1, *shape))  # noqa: E731
    inputs, outputs = [describe("x", network.input)], [describe(y, networks.output_of(network.layers, network.input))]
    made = helper.make_graph(graph.nodes, "network", inputs, outputs, graph.constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
