#!/usr/bin/env python3
"""Writes golden numbers of recurrent layers, worked out by PyTorch: recurrent.json.

    python3 make_recurrent.py        needs torch from PyPI; CPU only

Each case: parameters, operands, outputs, last states, and the gradients of the sum of outputs and states, each times a
weight of its own.
"""
import json

import numpy as np
import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import dumped

torch.manual_seed(5)
random = np.random.default_rng(5)
cases = []


def numbers(*shape):
    return torch.tensor(random.uniform(-1, 1, shape), dtype=torch.float64)


def add(kind, layers=1, bidirectional=False, bias=True, lengths=None, batch=3, time=5, width=4, hidden=6, **more):
    layer = getattr(nn, kind.upper())(width, hidden, layers, bias=bias, batch_first=True, bidirectional=bidirectional,
                                      dtype=torch.float64, **more)
    x = numbers(batch, time, width).requires_grad_()
    count = layers * (2 if bidirectional else 1)
    starts = [numbers(count, batch, hidden).requires_grad_() for _ in range(2 if kind == "lstm" else 1)]
    given = tuple(starts) if kind == "lstm" else starts[0]
    if lengths is None:
        y, last = layer(x, given)
    else:
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        y, last = layer(packed, given)
        y = pad_packed_sequence(y, batch_first=True, total_length=time)[0]
    ends = list(last) if kind == "lstm" else [last]
    weights = [numbers(*t.shape) for t in [y] + ends]
    sum((t * w).sum() for t, w in zip([y] + ends, weights)).backward()
    to_json = lambda t: dumped(t.detach().numpy())
    cases.append({
        "kind": kind, "layers": layers, "bidirectional": bidirectional, "bias": bias, "lengths": lengths, **more,
        "parameters": {n: to_json(p) for n, p in layer.named_parameters()}, "x": to_json(x),
        "starts": [to_json(s) for s in starts], "weights": [to_json(w) for w in weights],
        "outputs": to_json(y), "ends": [to_json(e) for e in ends],
        "gradients": {**{n: to_json(p.grad) for n, p in layer.named_parameters()}, "x": to_json(x.grad),
                      **{f"start{i}": to_json(s.grad) for i, s in enumerate(starts)}}})


for kind in ("rnn", "lstm", "gru"):
    add(kind)
    add(kind, time=1)
    add(kind, layers=2, bidirectional=True)
    add(kind, bias=False)
    add(kind, bidirectional=True, lengths=[2, 5, 1])
add("rnn", nonlinearity="relu")
with open("recurrent.json", "w", encoding="utf-8") as file:
    json.dump(cases, file, separators=(",", ":"))
    file.write("\n")
