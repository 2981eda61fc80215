"""Contractions in the BLAS that NumPy was built with, which is OpenBLAS in NumPy's own wheels."""
import os


class Peer:
    train = infer1 = None

    def __init__(self, threads):
        for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[variable] = str(threads)
        import numpy

        self.numpy, self.random = numpy, numpy.random.default_rng(0)
        blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
        self.version = f'{blas["name"]} {blas["version"]}'

    def contraction(self, text):
        """text: "nt_512x512x784", of which M, N and K are the extents; t: that operand lies transposed in memory."""
        order, _, extents = text.partition("_")
        m, n, k = (int(e) for e in extents.split("x"))
        floats = lambda *shape: self.random.random(shape, dtype="float32") * 2 - 1  # noqa: E731
        a = floats(k, m).T if order[0] == "t" else floats(m, k)
        b = floats(n, k).T if order[1] == "t" else floats(k, n)
        c = self.numpy.empty((m, n), "float32")
        return lambda: self.numpy.matmul(a, b, out=c), 0, ""
