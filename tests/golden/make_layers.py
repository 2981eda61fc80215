#!/usr/bin/env python3
"""Writes golden numbers of layers and of a small transformer, worked out by PyTorch: layers.json and transformer.json.

    python3 make_layers.py        needs torch from PyPI; CPU only

layers.json: cases {name, parameters, order, inputs, output, gradients}: parameters by name and their order; gradients of
the weighted sum that golden.py describes with respect to the floating inputs, then to the parameters in that order.
transformer.json: the network of tests/networks/transformer.hpp: parameters at the start, tokens, labels, its logits, losses
of ten steps, parameters at the end.
"""
import numpy as np
import torch
import torch.nn.functional as F

import golden
from golden import dumped

random = np.random.default_rng(4)
cases = []


def uniform(shape, low=-1.0, high=1.0, dtype=np.float64):
    return golden.uniform(random, shape, low, high, dtype)


def set_parameters(module, dtype):
    module.to(torch.float32 if dtype == np.float32 else torch.float64)
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.tensor(uniform(tuple(p.shape), dtype=dtype)))
    return {k: dumped(v.detach().numpy()) for k, v in module.named_parameters()}


def add(name, module, dtype, *inputs, call=None):
    parameters = set_parameters(module, dtype)
    leaves = [torch.tensor(i) for i in inputs]
    wanted = [leaf.requires_grad_() for leaf in leaves if leaf.is_floating_point()]
    out = (call or module)(*leaves)
    total = (out * torch.tensor(golden.weights(out.shape), dtype=out.dtype)).sum()
    gradients = torch.autograd.grad(total, wanted + list(module.parameters()))
    cases.append({"name": name, "parameters": parameters, "order": list(parameters),
                  "inputs": [dumped(i) for i in inputs],
                  "output": dumped(out.detach().numpy()), "gradients": [dumped(g.numpy()) for g in gradients]})


def layers():
    for dtype in (np.float32, np.float64):
        x = lambda *shape: uniform(shape, dtype=dtype)
        add("dense", torch.nn.Linear(5, 3), dtype, x(2, 7, 5))
        add("dense without bias", torch.nn.Linear(5, 3, bias=False), dtype, x(2, 7, 5))
        add("layer_norm", torch.nn.LayerNorm(5), dtype, x(2, 7, 5))
        add("layer_norm of two axes", torch.nn.LayerNorm((7, 5), eps=0.01, bias=False), dtype, x(2, 7, 5))
        add("rms_norm", torch.nn.RMSNorm(5), dtype, x(2, 7, 5))
        add("rms_norm of two axes", torch.nn.RMSNorm((7, 5), eps=0.01), dtype, x(2, 7, 5))
        add("embedding", torch.nn.Embedding(5, 3), dtype, np.array([[1, 4, 1], [0, 1, 3]], np.int32))
        padded = torch.nn.Embedding(5, 3, padding_idx=1)
        # PyTorch keeps the row of the padding at 0 by starting there
        zero_row = lambda i: F.embedding(i, padded.weight * torch.tensor([[1.0], [0], [1], [1], [1]]).to(padded.weight), 1)
        add("embedding with padding", padded, dtype, np.array([[1, 4, 1], [0, 1, 3]], np.int32), call=zero_row)
        mlp = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.GELU(), torch.nn.Linear(4, 5))
        add("sequential", mlp, dtype, x(2, 7, 5))
        mlp = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.GELU(), torch.nn.Linear(4, 5))
        add("residual", mlp, dtype, x(2, 7, 5), call=lambda x, mlp=mlp: x + mlp(x))
        for heads, width, time in ((2, 6, 5), (1, 3, 1), (3, 3, 2)):
            for causal in (False, True):
                attention = torch.nn.MultiheadAttention(width, heads, batch_first=True)
                mask = torch.triu(torch.ones(time, time, dtype=torch.bool), 1) if causal else None
                call = lambda x, a=attention, m=mask: a(x, x, x, attn_mask=m, need_weights=False)[0]
                name = f"self_attention {heads}{' causal' if causal else ''}"
                add(name, attention, dtype, x(2, time, width), call=call)
        plain = torch.nn.MultiheadAttention(6, 2, bias=False, batch_first=True)
        add("self_attention 2 without bias", plain, dtype, x(2, 5, 6), call=lambda x, a=plain: a(x, x, x)[0])
        cross = torch.nn.MultiheadAttention(6, 2, batch_first=True)
        add("cross_attention 2", cross, dtype, x(2, 5, 6), x(2, 3, 6), call=lambda x, m, a=cross: a(x, m, m)[0])


class block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = torch.nn.LayerNorm(8)
        self.attention = torch.nn.MultiheadAttention(8, 2, batch_first=True)
        self.norm2 = torch.nn.LayerNorm(8)
        self.mlp = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.GELU(), torch.nn.Linear(16, 8))

    def forward(self, x):
        n = self.norm1(x)
        mask = torch.triu(torch.ones(6, 6, dtype=torch.bool), 1)
        x = x + self.attention(n, n, n, attn_mask=mask, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class transformer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.token = torch.nn.Embedding(11, 8)
        self.position = torch.nn.Embedding(6, 8)
        self.blocks = torch.nn.ModuleList([block(), block()])
        self.norm = torch.nn.LayerNorm(8)
        self.head = torch.nn.Linear(8, 11, bias=False)

    def forward(self, tokens):
        x = self.token(tokens) + self.position(torch.arange(6))
        for b in self.blocks:
            x = b(x)
        return self.head(self.norm(x))


def train():
    tokens = random.integers(0, 11, (3, 6))
    labels = random.integers(0, 11, (3, 6))
    runs = []
    start = None
    for dtype in (np.float32, np.float64):
        model = transformer()
        if start is None:
            start = set_parameters(model, np.float64)
        model.to(torch.float32 if dtype == np.float32 else torch.float64)
        with torch.no_grad():
            for k, p in model.named_parameters():
                p.copy_(torch.tensor(start[k]["values"], dtype=torch.float64).reshape(p.shape))
        optimizer = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.01)
        losses = []
        for step in range(10):
            optimizer.zero_grad()
            z = model(torch.tensor(tokens))
            if step == 0:
                logits = dumped(z.detach().numpy())
            loss = F.cross_entropy(z.flatten(0, 1), torch.tensor(labels).flatten())
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        end = {k: dumped(p.detach().numpy()) for k, p in model.named_parameters()}
        runs.append({"dtype": "f32" if dtype == np.float32 else "f64", "logits": logits, "losses": losses, "end": end})
    return {"rate": 0.02, "tokens": dumped(tokens), "labels": dumped(labels), "start": start, "runs": runs}


layers()
made = {"made_by": "make_layers.py", "with": {"torch": torch.__version__}}
golden.write("layers.json", {**made, "cases": cases})
golden.write("transformer.json", {**made, **train()})
