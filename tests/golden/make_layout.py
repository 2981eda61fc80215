#!/usr/bin/env python3
"""Writes golden numbers of layout, indexing, conversion and logic, worked out by PyTorch, to layout.json.

    python3 make_layout.py        needs torch from PyPI; CPU only
"""
import numpy as np
import torch
import torch.nn.functional as functional

import golden
from golden import add_torch

random = np.random.default_rng(4)


def uniform(shape, dtype=np.float64):
    return golden.uniform(random, shape, dtype=dtype)


def dilated(x, low, high, interior, value):
    """As XLA's pad of the last axis."""
    n = x.shape[-1]
    out = torch.full(x.shape[:-1] + ((n - 1) * (interior + 1) + 1,), value, dtype=x.dtype)
    out[..., ::interior + 1] = x
    return functional.pad(out, (low, high), value=value)


def squared_gradient(function):
    def of(x, *more):
        return torch.autograd.grad(function(x, *more).tanh().sum(), x, create_graph=True)[0].square()
    return of


def layout(dtype):
    for begin, end, step in ((0, 7, 2), (2, 5, 1), (-3, -1, 1), (1, 7, 4), (6, 7, 1)):
        add_torch(f"slice 1,{begin},{end},{step}", lambda x: x[:, begin:end:step], uniform((3, 7, 2), dtype))
    for low, high, interior in ((1, 2, 0), (0, 0, 2), (3, 0, 1), (-1, 2, 0), (-1, -2, 1)):
        add_torch(f"pad 1,{low},{high},{interior}", lambda x: dilated(x, low, high, interior, 0.5), uniform((2, 5), dtype))
    for axes in ((0,), (1,), (0, 2)):
        add_torch("reverse " + ",".join(map(str, axes)), lambda x: torch.flip(x, axes), uniform((3, 1, 5), dtype))
    for axis in (0, 1):
        add_torch(f"concat {axis}", lambda x, y: torch.cat((x, y), axis), uniform((2, 3), dtype), uniform((2, 3), dtype))
    add_torch("concat 1", lambda x, y, z: torch.cat((x, y, z), 1), uniform((2, 3), dtype), uniform((2, 1), dtype),
              uniform((2, 4), dtype))
    special = np.array([[np.nan, -0.0, np.inf]], dtype)
    add_torch("concat 0", lambda x, y: torch.cat((x, y), 0), special, -special)
    for diagonal in (-1, 0, 2):
        add_torch(f"tril {diagonal}", lambda x: torch.tril(x, diagonal), uniform((2, 3, 5), dtype))
        add_torch(f"triu {diagonal}", lambda x: torch.triu(x, diagonal), uniform((5, 3), dtype))
    for axis, n in ((0, 1), (1, 7), (0, 13)):
        shape = (3, n) if axis == 1 else (n, 3)
        add_torch(f"cumulative_sum {axis}", lambda x: torch.cumsum(x, axis), uniform(shape, dtype))
        add_torch(f"reverse_cumulative_sum {axis}", lambda x: torch.cumsum(x.flip(axis), axis).flip(axis),
                  uniform(shape, dtype))


def indexing(dtype):
    at = np.array([[1, 4, 1], [0, 1, 3]], np.int32)
    for axis, shape in ((0, (5, 2)), (1, (2, 5)), (2, (2, 1, 5))):
        add_torch(f"gather {axis}", lambda x, i: x.index_select(axis, i.long().ravel()).reshape(
            x.shape[:axis] + i.shape + x.shape[axis + 1:]), uniform(shape, dtype), at)
    add_torch("scatter_add 6", lambda i, x: torch.zeros(6, 4, dtype=x.dtype).index_add(0, i.long().ravel(), x.reshape(6, 4)),
              at, uniform((2, 3, 4), dtype))
    add_torch("scatter_add 5", lambda i, x: torch.zeros(5, dtype=x.dtype).index_add(0, i.long().ravel(), x.ravel()),
              at, uniform((2, 3), dtype))
    add_torch("take_along 1", lambda x, i: torch.take_along_dim(x, i.long(), 1), uniform((2, 5), dtype), at)
    add_torch("take_along 0", lambda x, i: torch.take_along_dim(x, i.long(), 0), uniform((5, 3), dtype), at)


for dtype in (np.float32, np.float64):
    layout(dtype)
    indexing(dtype)
x = uniform((4, 6))
add_torch("squared gradient of slice 1,1,6,2", squared_gradient(lambda x: x[:, 1:6:2]), x)
add_torch("squared gradient of pad 1,1,2,1", squared_gradient(lambda x: dilated(x, 1, 2, 1, 0.5)), x)
add_torch("squared gradient of reverse 0,1", squared_gradient(lambda x: torch.flip(x, (0, 1))), x)
add_torch("squared gradient of cumulative_sum 1", squared_gradient(lambda x: torch.cumsum(x, 1)), x)
add_torch("squared gradient of gather 0", squared_gradient(lambda x, i: x[i.long()]), x,
          np.array([3, 3, 0, 1, 3], np.int32))


def leaves_and_logic(dtype):
    add_torch("reshape 2,6", lambda x: x.reshape(2, 6), uniform((3, 4), dtype))
    add_torch("reshape 1,12,1", lambda x: x.reshape(1, 12, 1), uniform((3, 4), dtype))
    add_torch("broadcast 2,3,4", lambda x: x.expand(2, 3, 4), uniform((3, 1), dtype))
    add_torch("stack 1", lambda x, y: torch.stack((x, y), 1), uniform((3, 5), dtype), uniform((3, 5), dtype))
    add_torch("pick 0", lambda x, i: x.gather(1, i.long()[:, None])[:, 0], uniform((3, 5), dtype),
              np.array([4, 0, 2], np.int32))
    for number, to in enumerate((torch.float32, torch.float64, torch.int32, torch.bool)):
        add_torch(f"cast {number}", lambda x: x.to(to), np.array([-1.75, -0.5, 0, 0.25, 1.5, 1e6], dtype))


for dtype in (np.float32, np.float64):
    leaves_and_logic(dtype)
a, b = np.array([[True, True, False], [False, True, False]]), np.array([[True, False, True], [False, False, False]])
add_torch("logical_and 0", torch.logical_and, a, b)
add_torch("logical_or 0", torch.logical_or, a, b)
add_torch("logical_not 0", torch.logical_not, a)
add_torch("any 1", lambda x: x.any(1), a & b)
add_torch("all 1", lambda x: x.all(1), a | b)
add_torch("one_hot 5", lambda i: functional.one_hot(i.long(), 5).float(), np.array([4, 0, 0, 2], np.int32))
add_torch("iota 7", lambda: torch.arange(7, dtype=torch.int32))
golden.write("layout.json", {"made_by": "make_layout.py", "with": {"torch": torch.__version__},
                             "cases": golden.cases})
