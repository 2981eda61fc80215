"""What the scripts that make golden numbers share: cases worked out by PyTorch, tensors as JSON, the files.

A case is {name, inputs, output, gradients}: tensors {dtype, shape, values}; gradients are those of sum(output * weights)
with respect to each floating input, weights[i] = 0.5 + (i * 7 % 11) / 10 in row-major order.
"""
import json
import os

import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
names = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f64", np.dtype(np.int32): "i32",
         np.dtype(np.bool_): "boolean"}


def number(x):
    x = x.item()
    if isinstance(x, (bool, int)):
        return int(x)
    return x if np.isfinite(x) else str(x)


def dumped(a):
    a = np.asarray(a)
    if a.dtype == np.int64:
        a = a.astype(np.int32)
    return {"dtype": names[a.dtype], "shape": list(a.shape), "values": [number(x) for x in a.ravel()]}


def weights(shape):
    count = int(np.prod(shape, dtype=np.int64))
    return (0.5 + (np.arange(count) * 7 % 11) / 10).reshape(shape)


cases = []


def add_torch(name, function, *inputs):
    leaves = [torch.tensor(i) for i in inputs]
    for leaf in leaves:
        leaf.requires_grad_(leaf.is_floating_point())
    out = function(*leaves)
    gradients = []
    if out.requires_grad:
        wanted = [leaf for leaf in leaves if leaf.is_floating_point()]
        total = (out * torch.tensor(weights(out.shape), dtype=out.dtype)).sum()
        gradients = [dumped(g.numpy()) for g in torch.autograd.grad(total, wanted)]
    cases.append({"name": name, "by": "torch", "inputs": [dumped(i) for i in inputs],
                  "output": dumped(out.detach().numpy()), "gradients": gradients})


def uniform(random, shape, low=-2.0, high=2.0, dtype=np.float64):
    return np.round(random.uniform(low, high, shape), 3).astype(dtype)


def numbers(stream, count):
    """Numbers between -1 and 1, which tests/networks/numbers.hpp makes in the same way."""
    state, made = stream * 7919 + 1, np.empty(count)
    for k in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        made[k] = state / 2**30 - 1
    return made


def write(file, items):
    with open(os.path.join(here, file), "w") as out:
        out.write(json.dumps(items, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
