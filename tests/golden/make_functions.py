#!/usr/bin/env python3
"""Writes golden numbers of elementwise functions, powers and reductions, worked out by PyTorch, to functions.json.

    python3 make_functions.py        needs torch from PyPI; CPU only
"""
import numpy as np
import torch

import golden
from golden import add_torch

random = np.random.default_rng(2)


def uniform(shape, low=-2.0, high=2.0, dtype=np.float64):
    return golden.uniform(random, shape, low, high, dtype)


def squared_gradient(function):
    return lambda x: torch.autograd.grad(function(x).sum(), x, create_graph=True)[0].square()


def functions():
    unary = {"expm1": (torch.expm1, -4, 4), "sin": (torch.sin, -9, 9), "cos": (torch.cos, -9, 9),
             "erf": (torch.erf, -3, 3), "ndtr": (torch.special.ndtr, -4, 4),
             "floor": (torch.floor, -5, 5)}
    for dtype in (np.float32, np.float64):
        for name, (function, low, high) in unary.items():
            add_torch(name, function, uniform((3, 7), low, high, dtype))
            add_torch(name, function, np.array([0.0, -0.0, 1e-9, -1e-7, 40.0, -40.0], dtype))
            add_torch(name, function, np.array([np.nan, np.inf, -np.inf], dtype))
            if name != "floor":
                add_torch("squared gradient of " + name, squared_gradient(function), uniform((3, 5), -2, 2, dtype))
    add_torch("sin", torch.sin, np.array([1e5, 1e10, -1e22, 3e300]))
    add_torch("cos", torch.cos, np.array([1e5, 1e10, -1e22, 3e300]))


def powers():
    for a, b in (((3, 5), (3, 5)), ((3, 5), (5,)), ((3, 1), (1, 5)), ((), (2, 3)), ((2, 1, 3), (4, 1)), ((1,), (1,))):
        add_torch("pow", torch.pow, uniform(a, 0.2, 3), uniform(b))
    add_torch("pow", torch.pow, uniform((13,), 0.2, 3, np.float32), uniform((13,), dtype=np.float32))
    for dtype in (np.float32, np.float64):
        # a base of 0; a negative base with integers; exponents of 0 and 1
        add_torch("pow", torch.pow, np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, -2.0, 1.0], dtype),
                  np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 0.0, 0.0, 5.5], dtype))
        add_torch("pow", torch.pow, np.array([-2.0, -2.0, -2.0, -0.5, -3.0, -2.0], dtype),
                  np.array([1.0, 2.0, 3.0, -2.0, -1.0, 0.5], dtype))
        for exponent in (0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 1.5, 2.5, 4.0, 5.0, -3.0, 0.1):
            power = lambda x, exponent=exponent: torch.pow(x, exponent)
            add_torch(f"power {exponent}", power, uniform((7,), 0.2, 3, dtype))
            if exponent == int(exponent):
                add_torch(f"power {exponent}", power, uniform((7,), -3, -0.2, dtype))
            if exponent > 0:
                add_torch(f"power {exponent}", power, np.array([0.0, 1.0, 2.0], dtype))
        for exponent in (2.0, 3.0, 1.5, -1.0, 0.5, 4.0, 2.7):
            power = lambda x, exponent=exponent: torch.pow(x, exponent)
            add_torch(f"squared gradient of power {exponent}", squared_gradient(power), uniform((5,), 0.3, 2, dtype))
        for exponent in (2.0, 3.0, 4.0):
            power = lambda x, exponent=exponent: torch.pow(x, exponent)
            add_torch(f"squared gradient of power {exponent}", squared_gradient(power),
                      np.array([0.0, -1.0, 2.0, -0.5], dtype))


def product_over(axes):
    def product(x):
        for axis in sorted(axes, reverse=True):
            x = torch.prod(x, axis)
        return x
    return product


def reductions():
    for shape in ((1,), (7,), (3, 5), (2, 1, 3), (2, 3, 2, 2)):
        for axes in sorted({(0,), (len(shape) - 1,), tuple(range(len(shape))), tuple(sorted({0, len(shape) - 1}))}):
            suffix = " " + ",".join(map(str, axes))
            for dtype in (np.float32, np.float64):
                add_torch("product" + suffix, product_over(axes), uniform(shape, dtype=dtype))
            add_torch("reduce_min" + suffix, lambda x: torch.amin(x, axes), uniform(shape))
            if len(axes) == 1:
                add_torch("argmin" + suffix, lambda x: torch.argmin(x, axes[0]), uniform(shape))
    zeros = np.array([[1.5, 2.0, -3.0, 0.5], [1.5, 0.0, -3.0, 0.5], [0.0, 2.0, 0.0, 0.5], [0.0, 0.0, 0.0, 0.5]])
    ties = np.array([[1.0, 3.0, 1.0], [2.0, 2.0, 2.0]])
    for dtype in (np.float32, np.float64):
        add_torch("product 1", product_over((1,)), zeros.astype(dtype))
        add_torch("product 0", product_over((0,)), zeros.astype(dtype))
        add_torch("product 0,1", product_over((0, 1)), zeros[:2].astype(dtype))
        add_torch("squared gradient of product 1", squared_gradient(product_over((1,))), zeros.astype(dtype))
        add_torch("squared gradient of product 0", squared_gradient(product_over((0,))), zeros.astype(dtype))
        add_torch("reduce_min 1", lambda x: torch.amin(x, 1), ties.astype(dtype))
    add_torch("reduce_min 1", lambda x: torch.amin(x, 1), np.array([[1.0, np.nan, -3.0], [np.inf, -np.inf, 0.0]]))
    add_torch("argmin 1", lambda x: torch.argmin(x, 1), ties)
    add_torch("argmin 1", lambda x: torch.argmin(x, 1), np.array([[1.0, np.nan, -5.0], [np.nan, 2.0, np.nan]]))


functions()
powers()
reductions()
golden.write("functions.json", {"made_by": "make_functions.py", "with": {"torch": torch.__version__},
                                "cases": golden.cases})
