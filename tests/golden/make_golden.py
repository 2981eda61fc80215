#!/usr/bin/env python3
"""Writes golden numbers of operations and losses, worked out by PyTorch and JAX, beside this file.

    python3 make_golden.py        needs torch and jax from PyPI; CPU only

operations.json: cases as golden.py describes them.
"""
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import numpy as np
import torch

import golden
from golden import add_torch, cases, dumped, weights, write

jax.config.update("jax_enable_x64", True)


def add_jax(name, function, *inputs):
    out = function(*inputs)
    gradients = []
    if jnp.issubdtype(out.dtype, jnp.floating):
        floating = [k for k, i in enumerate(inputs) if np.issubdtype(i.dtype, np.floating)]
        total = lambda *a: (function(*a) * weights(out.shape).astype(out.dtype)).sum()
        gradients = [dumped(g) for g in jax.grad(total, floating)(*inputs)]
    cases.append({"name": name, "by": "jax", "inputs": [dumped(i) for i in inputs], "output": dumped(out),
                  "gradients": gradients})


random = np.random.default_rng(1)


def uniform(shape, low=-2.0, high=2.0, dtype=np.float64):
    return golden.uniform(random, shape, low, high, dtype)


def operations():
    unary = {
        "negate": (torch.neg, -2, 2), "exp": (torch.exp, -2, 2), "log": (torch.log, 0.1, 3),
        "log1p": (torch.log1p, -0.9, 3), "sqrt": (torch.sqrt, 0.1, 3), "rsqrt": (torch.rsqrt, 0.1, 3),
        "tanh": (torch.tanh, -3, 3), "sigmoid": (torch.sigmoid, -5, 5), "relu": (torch.relu, -2, 2),
        "abs": (torch.abs, -2, 2), "sign": (torch.sign, -2, 2)}
    for dtype in (np.float32, np.float64):
        for name, (function, low, high) in unary.items():
            add_torch(name, function, uniform((3, 7), low, high, dtype))
    add_torch("relu", torch.relu, np.array([-1.0, 0.0, 2.0]))
    add_torch("abs", torch.abs, np.array([-1.0, 0.0, 2.0]))
    add_torch("log1p", torch.log1p, np.array([1e-12, -1e-9, 1e-5]))
    add_torch("is_nan", torch.isnan, np.array([1.0, np.nan, np.inf]))
    binary = {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div,
              "minimum": torch.minimum, "maximum": torch.maximum, "less": torch.lt, "less_equal": torch.le,
              "equal": torch.eq, "not_equal": torch.ne}
    forms = [((3, 5), (3, 5)), ((3, 5), (5,)), ((3, 1), (1, 5)), ((), (2, 3)), ((2, 1, 3), (4, 1)), ((1,), (1,))]
    for name, function in binary.items():
        for a, b in forms:
            add_torch(name, function, uniform(a), uniform(b, 0.5, 2))
        add_torch(name, function, uniform((7,), dtype=np.float32), uniform((7,), 0.5, 2, np.float32))
        add_torch(name, function, np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    for name, function in (("minimum", torch.minimum), ("maximum", torch.maximum)):
        add_torch(name, function, np.array([1.0, np.nan, np.nan]), np.array([np.nan, 3.0, np.nan]))
    add_torch("select", torch.where, np.array([[True, False, True], [False, False, True]]), uniform((2, 3)), uniform((3,)))

    for shape in ((7,), (3, 5), (2, 1, 3), (2, 3, 2, 2)):
        for axes in {(0,), (len(shape) - 1,), tuple(range(len(shape))), (0, len(shape) - 1)}:
            axes = tuple(sorted(set(axes)))
            suffix = " " + ",".join(map(str, axes))
            add_torch("sum" + suffix, lambda x: torch.sum(x, axes), uniform(shape))
            add_torch("mean" + suffix, lambda x: torch.mean(x, axes), uniform(shape))
            add_torch("reduce_max" + suffix, lambda x: torch.amax(x, axes), uniform(shape))
            if len(axes) == 1:
                add_torch("argmax" + suffix, lambda x: torch.argmax(x, axes[0]), uniform(shape))
    ties = np.array([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])
    add_torch("reduce_max 1", lambda x: torch.amax(x, 1), ties)
    add_jax("reduce_max 1", lambda x: jnp.max(x, 1), ties)
    add_jax("argmax 1", lambda x: jnp.argmax(x, 1).astype(np.int32), ties)
    add_jax("argmax 1", lambda x: jnp.argmax(x, 1).astype(np.int32), np.array([[1.0, np.nan, 5.0], [np.nan, 2.0, np.nan]]))
    add_jax("minimum", jnp.minimum, np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    add_jax("maximum", jnp.maximum, np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))

    for equation, a, b in (("ab,bc->ac", (3, 5), (5, 7)), ("ab,cb->ac", (3, 5), (2, 5)), ("ba,bc->ac", (5, 3), (5, 2)),
                           ("abc,abd->acd", (2, 3, 5), (2, 3, 1)), ("abij,abjk->abik", (2, 1, 3, 2), (2, 1, 2, 3)),
                           ("a,a->", (7,), (7,)), ("a,b->ab", (3,), (5,)), ("ab,ab->ab", (2, 3), (2, 3)),
                           ("abc,d->a", (2, 3, 2), (3,)), ("abcd,cdbe->ea", (2, 2, 3, 2), (3, 2, 2, 3))):
        add_torch("einsum " + equation, lambda x, y: torch.einsum(equation, x, y), uniform(a), uniform(b))
        add_jax("einsum " + equation, lambda x, y: jnp.einsum(equation, x, y), uniform(a), uniform(b))
        add_torch("einsum " + equation, lambda x, y: torch.einsum(equation, x, y), uniform(a, dtype=np.float32),
                  uniform(b, dtype=np.float32))
    for order in ((1, 0, 2), (2, 0, 1), (2, 1, 0)):
        add_torch("permute " + ",".join(map(str, order)), lambda x: x.permute(order).contiguous(), uniform((2, 3, 4)))

    labels = np.array([1, 6, 0, 3, 3], dtype=np.int32)
    for dtype in (np.float32, np.float64):
        for scale in (1, 30):
            logits = uniform((5, 7), -2 * scale, 2 * scale, dtype)
            add_torch("softmax", lambda x: torch.softmax(x, 1), logits)
            add_torch("log_softmax", lambda x: torch.log_softmax(x, 1), logits)
            add_torch("softmax_cross_entropy", lambda x, y: torch.nn.functional.cross_entropy(x, y.long(), reduction="none"),
                      logits, labels)
            add_jax("softmax", lambda x: jax.nn.softmax(x, 1), logits)
        add_torch("mse", torch.nn.functional.mse_loss, uniform((5, 7), dtype=dtype), uniform((5, 7), dtype=dtype))
    add_torch("log_softmax", lambda x: torch.log_softmax(x, 1), np.array([[1000.0, -1000.0, 999.0]] * 5).repeat(3, 1)[:, :7])
    # second order: the gradient of sum(gradient^2)
    for name, function, low in (("tanh", torch.tanh, -2), ("sigmoid", torch.sigmoid, -2), ("log", torch.log, 0.3),
                                ("rsqrt", torch.rsqrt, 0.3), ("exp", torch.exp, -2)):
        def squared_gradient(x, function=function):
            return torch.autograd.grad(function(x).sum(), x, create_graph=True)[0].square()
        add_torch("squared gradient of " + name, squared_gradient, uniform((3, 5), low, 2))


operations()
made_with = {"torch": torch.__version__, "jax": jax.__version__}
write("operations.json", {"made_by": "make_golden.py", "with": made_with, "cases": cases})
