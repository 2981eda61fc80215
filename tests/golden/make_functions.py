#!/usr/bin/env python3
"""Writes golden numbers of elementwise functions, powers and reductions, worked out by PyTorch, to functions.json.

    python3 make_functions.py        needs torch from PyPI; CPU only
"""
import os
import re
import zlib

import numpy as np
import torch

import golden
from golden import add_torch

random = np.random.default_rng(2)


def uniform(shape, low=-2.0, high=2.0, dtype=np.float64):
    return golden.uniform(random, shape, low, high, dtype)


def squared_gradient(function):
    return lambda x: torch.autograd.grad(function(x).sum(), x, create_graph=True)[0].square()


def text_of(path):
    with open(os.path.join(golden.here, "..", "..", path), encoding="utf-8") as file:
        return file.read()


def unary_functions():
    """{name: (PyTorch's function, range of its operand, whether it has a derivative)}: the rows of functions of floats, and
    where those of their values say that they are smooth. Each draws from a generator of its own, so that a new row changes
    no other numbers."""
    found = {}
    row = r"SYLVITE_UNARY_FUNCTION\((\w+), *\d+, *floats, *same, *(\w+)\)"
    values = text_of("dsl/reference/elementwise.hpp")
    for name, derivative in re.findall(row, text_of("dsl/graph/operations.def")):
        value = re.search(rf"element<op::{name}> =(.*?);\n", values, re.DOTALL)[1]
        smooth = re.search(r"\{\{([-.\d]+), ([-.\d]+)\}", value)
        low, high = map(float, smooth.groups()) if smooth else (-5, 5)
        function = getattr(torch, name, None) or getattr(torch.special, name)
        found[name] = function, low, high, derivative != "has_none"
    return found


# Every function also gets zeros, small, large and infinite operands and NaN.
BINARY = {"pow": (torch.pow, (0.2, 3), (-2, 2)), "atan2": (torch.atan2, (-2, 2), (-2, 2))}
FORMS = (((3, 5), (3, 5)), ((3, 5), (5,)), ((3, 1), (1, 5)), ((), (2, 3)), ((2, 1, 3), (4, 1)), ((1,), (1,)))


def functions():
    for name, (function, low, high, is_smooth) in unary_functions().items():
        own = np.random.default_rng(zlib.crc32(name.encode()))
        for dtype in (np.float32, np.float64):
            add_torch(name, function, golden.uniform(own, (3, 7), low, high, dtype))
            add_torch(name, function, np.array([0.0, -0.0, 1e-9, -1e-7, 40.0, -40.0], dtype))
            add_torch(name, function, np.array([np.nan, np.inf, -np.inf], dtype))
            if is_smooth:
                add_torch("squared gradient of " + name, squared_gradient(function),
                          golden.uniform(own, (3, 5), low, high, dtype))
    for name, (function, first, second) in BINARY.items():
        own = np.random.default_rng(zlib.crc32(name.encode()))
        for a, b in FORMS:
            for dtype in (np.float32, np.float64):
                add_torch(name, function, golden.uniform(own, a, *first, dtype), golden.uniform(own, b, *second, dtype))
    for function, name in ((torch.sin, "sin"), (torch.cos, "cos")):
        add_torch(name, function, np.array([1e5, 1e10, -1e22, 3e300]))
    add_torch("cast f64", lambda x: x.to(torch.float64), uniform((7,), dtype=np.float32))
    add_torch("cast f32", lambda x: x.to(torch.float32), uniform((7,)))


def powers():
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
