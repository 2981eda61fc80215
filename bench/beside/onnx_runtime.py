"""Inference in ONNX Runtime, on graphs of Gemm as an export of Linear layers gives them."""
from beside.networks import parameter_count


class Peer:
    train = None

    def __init__(self, threads):
        import numpy
        import onnx
        import onnxruntime

        self.onnx, self.runtime, self.random = onnx, onnxruntime, numpy.random.default_rng(0)
        self.threads, self.version = threads, onnxruntime.__version__

    def model(self, network):
        helper, numpy_helper = self.onnx.helper, self.onnx.numpy_helper
        nodes, constants, value = [], [], "x"
        pairs = list(zip(network.widths, network.widths[1:]))
        for i, (inputs, outputs) in enumerate(pairs):
            for name, shape in (("weight", (outputs, inputs)), ("bias", (outputs,))):
                values = (self.random.random(shape, dtype="float32") * 2 - 1) * inputs**-0.5
                constants.append(numpy_helper.from_array(values.astype("float32"), f"{name}{i}"))
            activation = network.activation if i + 1 < len(pairs) else network.last
            nodes.append(helper.make_node("Gemm", [value, f"weight{i}", f"bias{i}"], [f"z{i}"], transB=1))
            value = f"z{i}"
            if activation is not None:
                kind = {"relu": "Relu", "sigmoid": "Sigmoid"}[activation]
                nodes.append(helper.make_node(kind, [value], [f"a{i}"]))
                value = f"a{i}"
        describe = lambda name, width: helper.make_tensor_value_info(name, 1, (1, width))  # noqa: E731
        graph = helper.make_graph(
            nodes, "network", [describe("x", network.widths[0])], [describe(value, network.widths[-1])], constants
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)

    def infer1(self, network):
        options = self.runtime.SessionOptions()
        options.intra_op_num_threads = self.threads
        session = self.runtime.InferenceSession(
            self.model(network).SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        feed = {"x": self.random.random((1, network.widths[0]), dtype="float32")}
        return lambda: session.run(None, feed), parameter_count(network)
