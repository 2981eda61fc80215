#!/usr/bin/env python3
"""Writes golden numbers of optimizers, schedules and second-order gradients, worked out by PyTorch, beside this file.

    python3 make_optimizers.py [FILE...]        those files only, or all; needs torch from PyPI; CPU only. Other processors
                                                give other last digits

optimizers.json: ten steps of each run of ../networks/optimizers.def on one small network: losses, norms of the gradients where
they are clipped, and the parameters at the end.
second_order.json: ten steps of a critic with a gradient penalty, and a product of a Hessian with a vector; ten steps of
pieces that a user wrote (tests/networks/own_pieces.hpp).
schedules.json: the learning rates of each schedule, step by step.
"""
import os
import re
import sys

import numpy as np
import torch

import golden
from golden import dumped

random = np.random.default_rng(7)


def uniform(shape, low=-2.0, high=2.0):
    return golden.uniform(random, shape, low, high)


x = uniform((6, 4))
y = np.array([0, 2, 1, 3, 0, 2], dtype=np.int32)
start = {"first.weight": uniform((4, 4), -0.5, 0.5), "first.bias": uniform((4,), -0.5, 0.5),
         "second.weight": uniform((4, 4), -0.5, 0.5), "second.bias": uniform((4,), -0.5, 0.5)}


def loss_of(p, x, y):
    hidden = torch.tanh(x @ p["first.weight"].T + p["first.bias"])
    return torch.nn.functional.cross_entropy(hidden @ p["second.weight"].T + p["second.bias"], y)


optim = torch.optim
clip_value, clip_norm = torch.nn.utils.clip_grad_value_, torch.nn.utils.clip_grad_norm_


# What the rows of optimizers.def use.
def is_bias(name):
    return name.endswith(".bias")


def is_second(name):
    return name.startswith("second.")


def groups(p, chosen, **settings):
    """Two groups of parameters: those that `chosen` says, with settings of their own."""
    return [{"params": [v for k, v in p.items() if chosen(k)], **settings},
            {"params": [v for k, v in p.items() if not chosen(k)]}]


def clipped(optimizer, clip, limit):
    """The optimizer, which clips gradients before each step and keeps their norms where `clip` tells them."""
    optimizer.norms = []

    def before_step(*_):
        norm = clip([v for group in optimizer.param_groups for v in group["params"]], limit)
        if norm is not None:
            optimizer.norms.append(norm.item())

    optimizer.register_step_pre_hook(before_step)
    return optimizer


def runs():
    """(name, rate, PyTorch's optimizer) of each row."""
    with open(os.path.join(golden.here, "../networks/optimizers.def"), encoding="utf-8") as rows:
        return re.findall(r'^SYLVITE_RUN\((\w+), ([\d.]+), "([^"]*)",', rows.read(), re.MULTILINE)


def optimizers():
    done = []
    for dtype in (torch.float32, torch.float64):
        for name, rate, pytorch in runs():
            p = {k: torch.tensor(v, dtype=dtype, requires_grad=True) for k, v in start.items()}
            rate = float(rate)
            optimizer = eval(pytorch, globals(), {"p": p, "rate": rate})
            losses = []
            for _ in range(10):
                optimizer.zero_grad()
                loss = loss_of(p, torch.tensor(x, dtype=dtype), torch.tensor(y).long())
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            done.append({"name": name, "dtype": "f32" if dtype == torch.float32 else "f64", "rate": rate, "losses": losses,
                         "norms": getattr(optimizer, "norms", []),
                         "end": {k: dumped(v.detach().numpy()) for k, v in p.items()}})
    return {"x": dumped(x), "y": dumped(y), "start": {k: dumped(v) for k, v in start.items()}, "runs": done}


def schedules():
    lr = optim.lr_scheduler

    def rates(steps, maker, rate=0.5):
        optimizer = optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
        scheduler = maker(optimizer)
        found = []
        for _ in range(steps):
            found.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        return found

    def warm(after, start):
        return lambda o: lr.SequentialLR(o, [lr.LinearLR(o, start_factor=start, total_iters=4), after(o)], milestones=[4])

    cosine = lambda o: lr.CosineAnnealingLR(o, T_max=10, eta_min=0.05)
    makers = {"step_decay": (12, lambda o: lr.StepLR(o, step_size=3, gamma=0.4)),
              "exponential_decay": (12, lambda o: lr.ExponentialLR(o, gamma=0.9)),
              "linear_decay": (12, lambda o: lr.LinearLR(o, start_factor=1, end_factor=0.2, total_iters=8)),
              "cosine_decay": (11, cosine),
              "warm_up": (15, warm(cosine, 1 / 5)),
              "one_cycle": (20, lambda o: lr.OneCycleLR(o, max_lr=0.5, total_steps=20, cycle_momentum=False))}
    return {"runs": [{"name": name, "rates": rates(*what)} for name, what in makers.items()]}


critic_start = {"first.weight": uniform((4, 4), -0.8, 0.8), "first.bias": uniform((4,), -0.5, 0.5),
                "second.weight": uniform((1, 4), -0.8, 0.8), "second.bias": uniform((1,), -0.5, 0.5)}
vector, target = uniform((4, 4)), uniform((6, 1))


class BinarySign(torch.autograd.Function):
    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return torch.where(x < 0, -1.0, 1.0).to(x.dtype)

    @staticmethod
    def backward(context, dy):
        return torch.where(context.saved_tensors[0].abs() <= 1, dy, torch.zeros_like(dy))


def second_order():
    def score_of(p, x, activation=torch.tanh):
        return activation(x @ p["first.weight"].T + p["first.bias"]) @ p["second.weight"].T + p["second.bias"]

    def fresh(dtype):
        return {k: torch.tensor(v, dtype=dtype, requires_grad=True) for k, v in critic_start.items()}

    runs = []
    for dtype in (torch.float32, torch.float64):
        short = "f32" if dtype == torch.float32 else "f64"
        inputs, p, losses, slopes = torch.tensor(x, dtype=dtype), fresh(dtype), [], []
        energy = score_of(p, inputs).square().mean()
        first = torch.autograd.grad(energy, p["first.weight"], create_graph=True)[0]
        product = torch.autograd.grad((first * torch.tensor(vector, dtype=dtype)).sum(), p["first.weight"])[0]
        optimizer = optim.SGD(p.values(), lr=0.02)
        for _ in range(10):
            optimizer.zero_grad()
            rows = inputs.clone().requires_grad_()
            score = score_of(p, rows)
            slope = (torch.autograd.grad(score.sum(), rows, create_graph=True)[0].square().sum(1) + 1e-12).sqrt()
            loss = score.mean() + 10 * (slope - 1).square().mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            slopes.append(slope.mean().item())
        runs.append({"name": "penalty", "dtype": short, "rate": 0.02, "losses": losses, "slopes": slopes,
                     "product": dumped(product.numpy()), "end": {k: dumped(v.detach().numpy()) for k, v in p.items()}})
    p, rate, losses, hits = fresh(torch.float64), 0.03, [], []
    moments = {k: torch.zeros_like(v) for k, v in p.items()}
    for _ in range(10):
        y_now = score_of(p, torch.tensor(x), BinarySign.apply)
        loss = torch.log(torch.cosh(y_now - torch.tensor(target))).mean()
        gradients = torch.autograd.grad(loss, list(p.values()))
        losses.append(loss.item())
        hits.append((y_now * torch.tensor(target) > 0).double().mean().item())
        with torch.no_grad():
            for (k, w), g in zip(p.items(), gradients):
                if k.endswith(".weight"):
                    w.mul_(1 - rate * 0.1)
                w.sub_(rate * torch.sign(0.9 * moments[k] + 0.1 * g))
                moments[k] = 0.99 * moments[k] + 0.01 * g
    runs.append({"name": "own", "dtype": "f64", "rate": rate, "losses": losses, "hits": hits,
                 "end": {k: dumped(v.detach().numpy()) for k, v in p.items()}})
    return {"x": dumped(x), "v": dumped(vector), "target": dumped(target),
            "start": {k: dumped(v) for k, v in critic_start.items()}, "runs": runs}


made = {"made_by": "make_optimizers.py", "with": {"torch": torch.__version__}}
files = {"optimizers.json": optimizers, "schedules.json": schedules, "second_order.json": second_order}
for file in sys.argv[1:] or files:
    golden.write(file, {**made, **files[file]()})
