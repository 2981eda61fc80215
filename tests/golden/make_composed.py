#!/usr/bin/env python3
"""Writes golden numbers of composed functions and losses, worked out by PyTorch, to composed.json.

    python3 make_composed.py        needs torch from PyPI; CPU only
"""
import numpy as np
import torch
import torch.nn.functional as F

import golden
from golden import add_torch

random = np.random.default_rng(3)
both = (np.float32, np.float64)


def uniform(shape, low=-3.0, high=3.0, dtype=np.float64):
    return golden.uniform(random, shape, low, high, dtype)


def squared_gradient(function):
    return lambda x, *more: torch.autograd.grad(function(x, *more).sum(), x, create_graph=True)[0].square()


# softplus without the threshold beyond which PyTorch returns its operand; PyTorch's own hardsigmoid works out its gradient
# from a 1/6 of 24 bits, in float64 too
activations = {
    "leaky_relu": F.leaky_relu, "leaky_relu 0.3": lambda x: F.leaky_relu(x, 0.3), "hard_tanh": F.hardtanh,
    "hard_tanh -0.5,2": lambda x: F.hardtanh(x, -0.5, 2.0), "relu6": F.relu6, "hard_sigmoid": lambda x: F.relu6(x + 3) / 6,
    "hard_swish": F.hardswish, "softplus": lambda x: F.softplus(x, threshold=80),
    "softplus 2": lambda x: F.softplus(x, 2, threshold=80), "log_sigmoid": F.logsigmoid, "silu": F.silu, "mish": F.mish,
    "softsign": F.softsign, "elu": F.elu, "elu 1.5": lambda x: F.elu(x, 1.5), "selu": F.selu, "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh")}
# rows with a NaN, with one infinity, with two; masked ones, and with a NaN beside an infinity
inf, nan = np.inf, np.nan
infinite = ([[1, nan, 2, 0, -1], [1, inf, -inf, 3, 0], [inf, 2, inf, -inf, 0]],
            [[-inf, 2, -inf, -inf, -inf], [nan, inf, 0, 1, -inf], [-inf, 2, 1, -inf, 3]])
straight = ("leaky_relu", "hard_tanh", "relu6", "hard_sigmoid")


def rms_norm(x, epsilon=None, axes=1):
    return F.rms_norm(x, x.shape[-axes:], eps=epsilon)


rows = {
    "softmax": lambda x: torch.softmax(x, -1), "log_softmax": lambda x: torch.log_softmax(x, -1),
    "logsumexp": lambda x: torch.logsumexp(x, -1), "variance": lambda x: torch.var(x, -1),
    "variance 0": lambda x: torch.var(x, -1, correction=0), "norm": lambda x: torch.linalg.vector_norm(x, 2, -1),
    "l1_norm": lambda x: torch.linalg.vector_norm(x, 1, -1),
    "infinity_norm": lambda x: torch.linalg.vector_norm(x, float("inf"), -1),
    "layer_normalise": lambda x: F.layer_norm(x, x.shape[-1:]), "rms_normalise": rms_norm,
    "rms_normalise 0.01": lambda x: rms_norm(x, 0.01)}
other_axes = {
    "softmax<0>": lambda x: torch.softmax(x, 0), "log_softmax<1>": lambda x: torch.log_softmax(x, 1),
    "logsumexp<0, 2>": lambda x: torch.logsumexp(x, (0, 2)), "variance<0, 2>": lambda x: torch.var(x, (0, 2)),
    "norm<0, 2>": lambda x: torch.linalg.vector_norm(x, 2, (0, 2)),
    "layer_normalise<2>": lambda x: F.layer_norm(x, x.shape[-2:]), "rms_normalise<2>": lambda x: rms_norm(x, axes=2)}
targets = {
    "squared_error": lambda x, y: F.mse_loss(x, y, reduction="none"), "mse": F.mse_loss, "mae": F.l1_loss,
    "absolute_error": lambda x, y: F.l1_loss(x, y, reduction="none"),
    "huber": lambda x, y: F.huber_loss(x, y, reduction="none"),
    "huber 0.4": lambda x, y: F.huber_loss(x, y, reduction="none", delta=0.4),
    "smooth_l1": lambda x, y: F.smooth_l1_loss(x, y, reduction="none"),
    "smooth_l1 0.4": lambda x, y: F.smooth_l1_loss(x, y, reduction="none", beta=0.4),
    "smooth_l1 0": lambda x, y: F.smooth_l1_loss(x, y, reduction="none", beta=0.0),
    "hinge": lambda x, y: torch.relu(1 - x * y), "cosine_similarity": lambda x, y: F.cosine_similarity(x, y, -1)}
probabilities = {
    "softmax_cross_entropy of targets": lambda x, y: F.cross_entropy(x, y, reduction="none"),
    "softmax_cross_entropy of targets 0.2": lambda x, y: F.cross_entropy(x, y, reduction="none", label_smoothing=0.2),
    "sigmoid_cross_entropy": lambda x, y: F.binary_cross_entropy_with_logits(x, y, reduction="none"),
    "sigmoid_cross_entropy 3": lambda x, y: F.binary_cross_entropy_with_logits(
        x, y, reduction="none", pos_weight=torch.tensor(3.0, dtype=x.dtype)),
    "kl_divergence": lambda x, y: F.kl_div(torch.log_softmax(x, -1), y, reduction="none").sum(-1)}
labels = {
    "softmax_cross_entropy": lambda z, y: F.cross_entropy(z, y.long(), reduction="none"),
    "softmax_cross_entropy 0.1": lambda z, y: F.cross_entropy(z, y.long(), reduction="none", label_smoothing=0.1),
    "negative_log_likelihood": lambda z, y: F.nll_loss(torch.log_softmax(z, -1), y.long(), reduction="none"),
    "multiclass_hinge": lambda z, y: F.multi_margin_loss(z, y.long(), reduction="none"),
    "multiclass_hinge 0.7 squared": lambda z, y: F.multi_margin_loss(z, y.long(), p=2, margin=0.7, reduction="none")}


def weighted(options):
    """PyTorch takes no gradient with respect to class weights: 0 here."""
    return lambda z, y, w: F.cross_entropy(z, y.long(), weight=w.detach(), **options) + 0 * w.sum()


averages = {
    "cross_entropy": {}, "cross_entropy 0.1": {"label_smoothing": 0.1}, "cross_entropy ignoring 4": {"ignore_index": 4},
    "cross_entropy ignoring 4, 0.3": {"ignore_index": 4, "label_smoothing": 0.3}}


def functions():
    for dtype in both:
        corners = np.array([-6, -3, -1, -0.5, 0, 1, 2, 3, 6, 40, -40, 1e4, -1e4], dtype)
        for name, function in activations.items():
            add_torch(name, function, uniform((3, 7), dtype=dtype))
            add_torch(name, function, corners)
            if not name.startswith(straight):
                add_torch("squared gradient of " + name, squared_gradient(function), uniform((7,), dtype=dtype))
        for name, function in rows.items():
            add_torch(name, function, uniform((3, 5), dtype=dtype))
        for name, function in other_axes.items():
            add_torch(name, function, uniform((3, 5, 2), dtype=dtype))
        for name in ("softmax", "log_softmax", "logsumexp"):
            add_torch(name, rows[name], uniform((3, 5), -1e4, 1e4, dtype))
            for x in infinite:
                add_torch(name, rows[name], np.array(x, dtype))
        add_torch("norm", rows["norm"], np.zeros((3, 5), dtype))
        ties = np.where(uniform((3, 5)) < 0, -2, 2).astype(dtype)
        add_torch("infinity_norm", rows["infinity_norm"], ties)
    # rows of minus infinity alone have the value there too; gradients differ: see dsl/functions/softmax.hpp
    for name in ("softmax", "logsumexp", "variance", "norm", "layer_normalise"):
        add_torch("squared gradient of " + name, squared_gradient(rows[name]), uniform((3, 5)))


def losses():
    y = np.array([1, 4, 0], dtype=np.int32)
    for dtype in both:
        for scale in (1.0, 1e3):
            x = lambda: uniform((3, 5), -3 * scale, 3 * scale, dtype)
            for name, function in targets.items():
                add_torch(name, function, x(), uniform((3, 5), dtype=dtype))
            for name, function in probabilities.items():
                p = uniform((3, 5), 0.1, 1, dtype)
                add_torch(name, function, x(), p / p.sum(-1, keepdims=True))
            for name, function in labels.items():
                add_torch(name, function, x(), y)
        for x in infinite:
            add_torch("softmax_cross_entropy", labels["softmax_cross_entropy"], np.array(x, dtype), y)
        alike = np.array([True, False, False])
        add_torch("cosine_embedding 0.2", lambda a, b, c: F.cosine_embedding_loss(
            a, b, 2.0 * c.to(a.dtype) - 1, margin=0.2, reduction="none"), uniform((3, 5), dtype=dtype),
            uniform((3, 5), dtype=dtype), alike)
        add_torch("weighted_mean", lambda x, w: (x * w).sum() / w.sum(), uniform((3, 5), dtype=dtype),
                  uniform((3, 5), 0.1, 1, dtype))
        add_torch("weighted_mean of classes", lambda z, y, w: F.cross_entropy(z, y.long(), weight=w.detach()) + 0 * w.sum(),
                  uniform((3, 5), dtype=dtype), y, uniform((5,), 0.1, 1, dtype))
    for name in ("softmax_cross_entropy", "softmax_cross_entropy 0.1"):
        add_torch("squared gradient of " + name, squared_gradient(labels[name]), uniform((3, 5)), y)
    for name in ("squared_error", "huber", "cosine_similarity"):
        add_torch("squared gradient of " + name, squared_gradient(targets[name]), uniform((3, 5)), uniform((3, 5)))
    for name in ("softmax_cross_entropy of targets", "sigmoid_cross_entropy", "kl_divergence"):
        add_torch("squared gradient of " + name, squared_gradient(probabilities[name]), uniform((3, 5)),
                  uniform((3, 5), 0.1, 1))


def weighted_cross_entropy():
    for dtype in both:
        for labelled in ([1, 4, 0], [1, -100, 4], [-100, 3, -100]):  # -100 is left out
            y = np.array(labelled, dtype=np.int32)
            for name, options in averages.items():
                if "ignoring" in name and min(labelled) < 0:
                    continue  # PyTorch refuses a label that is out of range
                for scale in (1.0, 1e3):
                    z = uniform((3, 5), -3 * scale, 3 * scale, dtype)
                    add_torch(name, lambda z, y, o=options: F.cross_entropy(z, y.long(), **o), z, y)
                    add_torch(name + " weighted", weighted(options), z, y, uniform((5,), 0.1, 2, dtype))
        nobody = np.full(3, -100, dtype=np.int32)
        add_torch("cross_entropy", lambda z, y: F.cross_entropy(z, y.long()), uniform((3, 5), dtype=dtype), nobody)


functions()
losses()
weighted_cross_entropy()
golden.write("composed.json", {"made_by": "make_composed.py", "with": {"torch": torch.__version__}, "cases": golden.cases})
