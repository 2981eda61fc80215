#!/usr/bin/env python3
"""Writes golden numbers of batch, group and instance normalisation, worked out by PyTorch: norms.json.

    python3 make_norms.py         needs torch from PyPI; CPU only

Cases {name, start, order, steps, evaluated, end}: start: parameters and running statistics at the start; steps: for each
an input, the output in training and the gradients of the weighted sum that golden.py describes with respect to the input
and to the parameters in that order; evaluated: the output in evaluation for the last input after the last step; end: the
running statistics then.
Besides, `network`: losses of a small network with normalisation, its running statistics and logits at the end;
norms.safetensors is its state_dict() then.
"""
import json
import os
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import golden
from golden import dumped, numbers

random = np.random.default_rng(11)
cases = []


def add(name, module, dtype, *shape, call=None, frozen=False):
    call = call or module
    module.to(torch.float32 if dtype == np.float32 else torch.float64)
    start = {}
    with torch.no_grad():
        for k, v in module.state_dict().items():
            if k == "num_batches_tracked":
                continue
            low = 0.2 if k == "running_var" else -1
            v.copy_(torch.tensor(golden.uniform(random, tuple(v.shape), low, 1, dtype)))
            start[k] = dumped(v.numpy())
    module.train(not frozen)
    steps = []
    for _ in range(3):
        x = torch.tensor(golden.uniform(random, shape, -2, 3, dtype)).requires_grad_()
        out = call(x)
        total = (out * torch.tensor(golden.weights(out.shape), dtype=out.dtype)).sum()
        gradients = torch.autograd.grad(total, [x] + list(module.parameters()))
        steps.append({"input": dumped(x.detach().numpy()), "output": dumped(out.detach().numpy()),
                      "gradients": [dumped(g.numpy()) for g in gradients]})
    module.eval()
    cases.append({"name": name, "start": start, "order": [k for k, _ in module.named_parameters()], "steps": steps,
                  "evaluated": dumped(call(x).detach().numpy()),
                  "end": {k: dumped(v.numpy()) for k, v in module.named_buffers() if k != "num_batches_tracked"}})


def layers():
    for dtype in (np.float32, np.float64):
        add("batch_norm of rows", nn.BatchNorm1d(3), dtype, 5, 3)
        add("batch_norm of two rows", nn.BatchNorm1d(1), dtype, 2, 1)
        add("batch_norm of signals", nn.BatchNorm1d(2, momentum=0.3), dtype, 3, 2, 7)
        add("batch_norm of images", nn.BatchNorm2d(3), dtype, 2, 3, 5, 3)
        add("batch_norm of one image", nn.BatchNorm2d(3, eps=0.01, momentum=1.0), dtype, 1, 3, 1, 3)
        add("batch_norm of volumes", nn.BatchNorm3d(2, momentum=0.0), dtype, 2, 2, 3, 1, 2)
        add("batch_norm without affine", nn.BatchNorm2d(3, affine=False), dtype, 3, 3, 2, 3)
        add("batch_norm frozen", nn.BatchNorm2d(3), dtype, 2, 3, 3, 3, frozen=True)
        norm = nn.BatchNorm1d(3, momentum=0.2)
        add("batch_norm twice", norm, dtype, 4, 3, call=lambda x, n=norm: n(torch.sin(n(x))))
        add("group_norm 2", nn.GroupNorm(2, 4), dtype, 2, 4, 3, 5)
        add("group_norm 1", nn.GroupNorm(1, 3, eps=0.01), dtype, 3, 3, 5)
        add("group_norm 4 of 4", nn.GroupNorm(4, 4), dtype, 1, 4, 3, 3)
        add("group_norm 3 of rows", nn.GroupNorm(3, 12, affine=False), dtype, 5, 12)
        add("group_norm 2 of volumes", nn.GroupNorm(2, 2), dtype, 2, 2, 3, 1, 2)
        add("instance_norm of signals", nn.InstanceNorm1d(3), dtype, 2, 3, 7)
        add("instance_norm of images", nn.InstanceNorm2d(3, eps=0.01, affine=True), dtype, 2, 3, 5, 3)
        add("instance_norm of volumes", nn.InstanceNorm3d(1), dtype, 2, 1, 3, 1, 2)
        add("instance_norm tracked", nn.InstanceNorm2d(2, momentum=0.3, affine=True, track_running_stats=True), dtype,
            3, 2, 3, 3)


class model(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 6, 3, padding=1, bias=False)
        self.b1 = nn.BatchNorm2d(6)
        self.g = nn.GroupNorm(3, 6)
        self.hidden = nn.Linear(6, 5)
        self.b2 = nn.BatchNorm1d(5, momentum=0.3)
        self.out = nn.Linear(5, 3)

    def forward(self, x):
        h = torch.relu(self.b1(self.conv(x)))
        h = torch.relu(self.g(h)).mean((2, 3))
        return self.out(torch.tanh(self.b2(self.hidden(h))))


def write_state(net):
    """norms.safetensors: all of PyTorch's tensors, counts of batches included."""
    header, data = {}, b""
    for name, v in net.state_dict().items():
        bytes = v.numpy().tobytes()
        kind = "I64" if v.dtype == torch.int64 else "F32"
        header[name] = {"dtype": kind, "shape": list(v.shape), "data_offsets": [len(data), len(data) + len(bytes)]}
        data += bytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(golden.here, "norms.safetensors"), "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def network():
    """Parameters and images as tests/networks/norms.test.cpp makes them."""
    rows, rate = 7, 0.1
    net = model()
    with torch.no_grad():
        for k, (name, p) in enumerate(net.named_parameters()):
            p.copy_(torch.tensor(numbers(k + 1, p.numel()) / 2 + (1 if name in ("b1.weight", "g.weight", "b2.weight") else 0),
                                 dtype=torch.float32).reshape(p.shape))
    x = torch.tensor(numbers(0, rows * 2 * 5 * 4), dtype=torch.float32).reshape(rows, 2, 5, 4)
    y = torch.arange(rows) % 3
    optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.5)
    losses = []
    for step in range(6):
        n = rows - step % 3
        optimizer.zero_grad()
        loss = F.cross_entropy(net(x[:n]), y[:n])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    write_state(net)
    net.eval()
    return {"rows": rows, "rate": rate, "order": [k for k, _ in net.named_parameters()], "losses": losses,
            "logits": dumped(net(x).detach().numpy()),
            "end": {k: dumped(v.numpy()) for k, v in net.named_buffers() if "num_batches" not in k}}


layers()
golden.write("norms.json", {"made_by": "make_norms.py", "with": {"torch": torch.__version__}, "cases": cases,
                            "network": network()})
