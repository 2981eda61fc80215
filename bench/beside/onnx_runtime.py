"""Inference in ONNX Runtime."""
from beside.networks import parameter_count


class Peer:
    train = None

    def __init__(self, threads):
        import numpy
        import onnxruntime

        from beside import onnx_layers

        self.runtime, self.layers, self.random = onnxruntime, onnx_layers, numpy.random.default_rng(0)
        self.threads, self.version = threads, onnxruntime.__version__

    def floats(self, *shape):
        return self.random.random(shape, dtype="float32")

    def infer1(self, network):
        options = self.runtime.SessionOptions()
        options.intra_op_num_threads = self.threads
        session = self.runtime.InferenceSession(
            self.layers.model(network, self.floats).SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        feed = {"x": self.floats(1, *network.input)}
        return lambda: session.run(None, feed), parameter_count(network), ""
