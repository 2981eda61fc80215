"""One of the programs that Sylvite is timed beside: takes its turn when it is asked on standard input, a JSON line a
question, and answers with a JSON line. bench/network_turns.cpp answers the same questions for Sylvite.

    {"prepare": true, "work": "mlp_mnist", "kind": "train"}   -> {"parameters": 535818, "allowed": "", "version": ...}
    {"work": "mlp_mnist", "kind": "train", "seconds": 0.5}    -> {"best_ms": ..., "mean_ms": ..., "calls": ...}
"""
import argparse
import importlib
import importlib.util
import json
import sys
import time

from beside.networks import NETWORKS

# name on the command line: module with its class Peer, arguments, name in tables, what it stands on, what pip calls that
PEERS = {
    "torch": ("beside.pytorch", {}, "PyTorch", ("torch",), "torch"),
    "torch-compile": ("beside.pytorch", {"compiled": True}, "torch.compile", ("torch",), "torch"),
    "jax": ("beside.jax_peer", {}, "JAX", ("jax", "optax", "numpy"), "jax optax"),
    "onnxruntime": ("beside.onnx_runtime", {}, "ONNX Runtime", ("onnxruntime", "onnx", "numpy"), "onnx onnxruntime"),
    "openblas": ("beside.numpy_blas", {}, "OpenBLAS", ("numpy",), "numpy"),
}


def missing_modules(peer):
    return [module for module in PEERS[peer][3] if importlib.util.find_spec(module) is None]


def make(peer, threads):
    module, arguments = PEERS[peer][:2]
    return importlib.import_module(module).Peer(threads, **arguments)


def timed(step, seconds):
    best, calls, begin = float("inf"), 0, time.perf_counter()
    while True:
        start = time.perf_counter()
        step()
        end = time.perf_counter()
        best, calls = min(best, end - start), calls + 1
        if calls >= 3 and end - begin >= seconds:
            return {"best_ms": best * 1e3, "mean_ms": (end - begin) / calls * 1e3, "calls": calls}


class Turns:
    """What was prepared is kept: compiling it took long."""

    def __init__(self, peer):
        self.peer, self.steps = peer, {}

    def prepare(self, work, kind):
        if (work, kind) not in self.steps:
            subject = work if kind in ("contraction", "convolution") else NETWORKS[work]
            self.steps[work, kind] = getattr(self.peer, kind)(subject)
            for _ in range(3):
                self.steps[work, kind][0]()
        return self.steps[work, kind]

    def answer(self, question):
        step, parameters, allowed = self.prepare(question["work"], question["kind"])
        if question.get("prepare"):
            return {"parameters": parameters, "allowed": allowed, "version": self.peer.version}
        return timed(step, question["seconds"])


def peak_resident_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def first_step(peer, work):
    peer.train(NETWORKS[work])[0]()
    return {"peak_resident_bytes": peak_resident_bytes()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=sorted(PEERS), help="who answers")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--first-step", metavar="WORK", help="run one training step, print the peak memory, and end")
    parser.add_argument("--missing", action="store_true", help="print what each peer lacks here, and end")
    options = parser.parse_args()
    if options.missing:
        print(json.dumps({peer: missing_modules(peer) for peer in PEERS}))
        return
    if options.peer is None:
        parser.error("--peer is needed")
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    say = lambda answer: print(json.dumps(answer), file=answers, flush=True)  # noqa: E731
    peer = make(options.peer, options.threads)
    if options.first_step:
        say(first_step(peer, options.first_step))
        return
    turns = Turns(peer)
    for line in sys.stdin:
        try:
            say(turns.answer(json.loads(line)))
        except Exception as e:  # noqa: BLE001: whatever a peer throws, the others go on
            say({"error": f"{type(e).__name__}: {' '.join(str(e).split())[:300]}"})


if __name__ == "__main__":
    main()
