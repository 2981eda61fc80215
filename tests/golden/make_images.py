#!/usr/bin/env python3
"""Writes golden numbers of functions of images, of convolutions and of LeNet-5, worked out by PyTorch: images.json,
convolutions.json and lenet.json.

    python3 make_images.py        needs torch from PyPI; CPU only

images.json: cases as golden.py describes; convolutions.json: as layers.json (make_layers.py), with f32 and f64 operands.
lenet.json: losses of a few steps and what the parameters are then, for parameters and images that both sides make by
one formula (numbers()).
"""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import golden
from golden import dumped, numbers

random = np.random.default_rng(7)
both = (np.float32, np.float64)
convolutions = []


def distinct(shape, dtype):
    """Numbers of which no two are equal, in random order."""
    count = int(np.prod(shape))
    return ((random.permutation(count) - count / 2) / 16).reshape(shape).astype(dtype)


def repeated(shape, dtype):
    """Small integers, so that most windows have equal elements."""
    return random.integers(-1, 2, shape).astype(dtype)


def functions():
    for dtype in both:
        def add(name, function, *shape, make=distinct):
            golden.add_torch(name, function, make(shape, dtype))

        for make in (distinct, repeated):
            add("max_pool2d 2", lambda x: F.max_pool2d(x, 2), 2, 3, 6, 4, make=make)
            add("max_pool2d 2", lambda x: F.max_pool2d(x, 2), 2, 1, 7, 5, make=make)
            add("max_pool2d 3 stride 2 padding 1", lambda x: F.max_pool2d(x, 3, 2, 1), 2, 2, 7, 6, make=make)
            add("max_pool2d 2x3 stride 1 dilation 2 padding 1", lambda x: F.max_pool2d(x, (2, 3), 1, 1, 2), 1, 2, 6, 7,
                make=make)
            add("max_pool2d 3 stride 2 ceil", lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True), 1, 2, 6, 8, make=make)
            add("max_pool2d 2 padding 1 ceil", lambda x: F.max_pool2d(x, 2, padding=1, ceil_mode=True), 1, 2, 4, 5,
                make=make)
            add("max_pool1d 3 stride 1", lambda x: F.max_pool1d(x, 3, 1), 2, 3, 7, make=make)
            add("max_pool1d 2 stride 3", lambda x: F.max_pool1d(x, 2, 3), 2, 3, 8, make=make)
            add("max_pool3d 2", lambda x: F.max_pool3d(x, 2), 1, 2, 4, 3, 5, make=make)
            add("max_pool3d 3x2x3 stride 1 padding 1", lambda x: F.max_pool3d(x, (3, 2, 3), 1, 1), 1, 1, 3, 2, 4,
                make=make)
        holes = distinct((1, 1, 5, 5), dtype)
        holes[0, 0, :3, :3] = -np.inf
        holes[0, 0, 4, 4] = np.inf
        golden.add_torch("max_pool2d 3 stride 2 padding 1", lambda x: F.max_pool2d(x, 3, 2, 1), holes)
        lost = distinct((1, 1, 4, 4), dtype)
        lost[0, 0, 1, 2] = np.nan
        golden.add_torch("max_pool2d 2", lambda x: F.max_pool2d(x, 2), lost)
        add("max_pool2d 1", lambda x: F.max_pool2d(x, 1), 1, 2, 3, 3)

        add("avg_pool2d 2", lambda x: F.avg_pool2d(x, 2), 2, 3, 7, 4)
        add("avg_pool2d 3 stride 2 padding 1", lambda x: F.avg_pool2d(x, 3, 2, 1), 1, 2, 7, 6)
        add("avg_pool2d 3 stride 2 padding 1 uncounted",
            lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), 1, 2, 7, 6)
        add("avg_pool2d 3 stride 2 padding 1 ceil", lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True), 1, 2, 6, 8)
        add("avg_pool2d 3 stride 2 padding 1 ceil uncounted",
            lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=False), 1, 2, 6, 8)
        add("avg_pool1d 2 stride 3", lambda x: F.avg_pool1d(x, 2, 3), 2, 3, 8)
        add("avg_pool3d 2x3x2 stride 1x2x1", lambda x: F.avg_pool3d(x, (2, 3, 2), (1, 2, 1)), 1, 2, 3, 5, 2)
        add("lp_pool2d 2,2x3 stride 2", lambda x: F.lp_pool2d(x, 2, (2, 3), 2), 1, 2, 5, 6)
        add("lp_pool2d 4,2 ceil", lambda x: F.lp_pool2d(x / 8, 4, 2, ceil_mode=True), 1, 2, 5, 4)
        add("lp_pool1d 1,3", lambda x: F.lp_pool1d(x, 1, 3), 2, 2, 7)

        for make in (distinct, repeated):
            add("adaptive_max_pool2d 2", lambda x: F.adaptive_max_pool2d(x, 2), 1, 2, 4, 6, make=make)
            add("adaptive_max_pool2d 3,2", lambda x: F.adaptive_max_pool2d(x, (3, 2)), 1, 2, 7, 5, make=make)
            add("adaptive_max_pool1d 4", lambda x: F.adaptive_max_pool1d(x, 4), 2, 2, 3, make=make)
            add("adaptive_max_pool3d 1", lambda x: F.adaptive_max_pool3d(x, 1), 1, 2, 2, 3, 2, make=make)
        golden.add_torch("adaptive_max_pool2d 3,2", lambda x: F.adaptive_max_pool2d(x, (3, 2)), holes[:, :, ::-1, ::-1].copy())
        add("adaptive_avg_pool2d 1", lambda x: F.adaptive_avg_pool2d(x, 1), 1, 2, 4, 6)
        add("adaptive_avg_pool2d 3,2", lambda x: F.adaptive_avg_pool2d(x, (3, 2)), 1, 2, 7, 5)
        add("adaptive_avg_pool1d 4", lambda x: F.adaptive_avg_pool1d(x, 4), 2, 2, 3)
        add("adaptive_avg_pool3d 2,3,1", lambda x: F.adaptive_avg_pool3d(x, (2, 3, 1)), 1, 2, 3, 4, 2)
        add("global_avg_pool 2d", lambda x: x.mean((2, 3)), 2, 3, 3, 2)
        add("global_max_pool 2d", lambda x: F.adaptive_max_pool2d(x, 1).flatten(1), 2, 3, 3, 2, make=repeated)

        linear = {1: "linear", 2: "bilinear", 3: "trilinear"}
        for axes, extents in ((1, (5,)), (2, (3, 4)), (3, (2, 3, 2))):
            shape = (1, 2, *extents)
            wanted = {1: (7,), 2: (5, 3), 3: (3, 2, 5)}[axes]
            text = ",".join(map(str, wanted))
            add(f"upsample{axes}d 2", lambda x: F.interpolate(x, scale_factor=2, mode="nearest"), *shape)
            add(f"upsample{axes}d 3 linear", lambda x, m=linear[axes]: F.interpolate(x, scale_factor=3, mode=m), *shape)
            add(f"interpolate{axes}d {text}", lambda x, w=wanted: F.interpolate(x, w, mode="nearest"), *shape)
            add(f"interpolate{axes}d {text} linear", lambda x, w=wanted, m=linear[axes]: F.interpolate(x, w, mode=m),
                *shape)
            add(f"interpolate{axes}d {text} aligned",
                lambda x, w=wanted, m=linear[axes]: F.interpolate(x, w, mode=m, align_corners=True), *shape)
        add("interpolate2d 1 aligned", lambda x: F.interpolate(x, (1, 1), mode="bilinear", align_corners=True), 1, 1, 3, 1)
        add("pixel_shuffle 2", lambda x: F.pixel_shuffle(x, 2), 1, 8, 2, 3)
        add("pixel_unshuffle 2", lambda x: F.pixel_unshuffle(x, 2), 1, 2, 4, 6)
        add("channel_shuffle 2", lambda x: F.channel_shuffle(x, 2) + 0, 1, 6, 2, 2)
        add("unfold 2x3 stride 2 padding 1", lambda x: F.unfold(x, (2, 3), padding=1, stride=2), 1, 2, 4, 5)
        add("unfold 2 dilation 2", lambda x: F.unfold(x, 2, 2), 2, 1, 4, 3)
        add("fold 4,5 2x3 stride 2 padding 1", lambda x: F.fold(x, (4, 5), (2, 3), padding=1, stride=2), 1, 12, 9)
        add("local_response_norm 3", lambda x: F.local_response_norm(x / 4, 3, 0.5, 0.6, 1.5), 1, 5, 2, 3)
        add("local_response_norm 4 of rows", lambda x: F.local_response_norm(x / 4, 4), 2, 6, 3)

        for mode, name in (("reflect", "reflection"), ("replicate", "replication"), ("circular", "circular")):
            add(f"{name}_pad1d 1,3", lambda x, m=mode: F.pad(x, (1, 3), m), 2, 2, 4)
            add(f"{name}_pad2d 1,2", lambda x, m=mode: F.pad(x, (2, 2, 1, 1), m), 2, 1, 3, 4)
            add(f"{name}_pad3d 1", lambda x, m=mode: F.pad(x, (1,) * 6, m), 1, 2, 2, 3, 2)
        add("replication_pad1d 1,3", lambda x: F.pad(x, (1, 3), "replicate"), 2, 2, 1)
        add("zero_pad2d 1,-1,0,2", lambda x: F.pad(x, (0, 2, 1, -1)), 2, 1, 3, 4)
        add("flatten", lambda x: x.flatten(1), 2, 3, 2, 2)
        add("flatten 1,2", lambda x: x.flatten(1, 2), 2, 3, 2, 2)


def add_layer(name, module, dtype, shape, call=None):
    module.to(torch.float32 if dtype == np.float32 else torch.float64)
    parameters = {}
    with torch.no_grad():
        for k, p in module.named_parameters():
            p.copy_(torch.tensor(golden.uniform(random, tuple(p.shape), -1, 1, dtype)))
            parameters[k] = dumped(p.detach().numpy())
    x = torch.tensor(golden.uniform(random, shape, -1, 1, dtype)).requires_grad_()
    out = (call or module)(x)
    total = (out * torch.tensor(golden.weights(out.shape), dtype=out.dtype)).sum()
    gradients = torch.autograd.grad(total, [x] + list(module.parameters()))
    convolutions.append({"name": name, "parameters": parameters, "order": list(parameters),
                         "inputs": [dumped(x.detach().numpy())], "output": dumped(out.detach().numpy()),
                         "gradients": [dumped(g.numpy()) for g in gradients]})


def layers():
    for dtype in both:
        def add(name, module, *shape, call=None):
            add_layer(name, module, dtype, shape, call)

        add("conv2d 3", nn.Conv2d(3, 4, 3), 2, 3, 7, 6)
        add("conv2d 3 stride 2 padding 1", nn.Conv2d(2, 3, 3, 2, 1, bias=False), 1, 2, 7, 6)
        add("conv2d 3x5 padding 1,2 dilation 2", nn.Conv2d(2, 3, (3, 5), padding=(1, 2), dilation=2), 1, 2, 5, 7)
        add("conv2d 3 groups 2", nn.Conv2d(4, 6, 3, groups=2), 2, 4, 5, 4)
        add("conv2d 3 depthwise padding 1", nn.Conv2d(4, 4, 3, padding=1, groups=4), 2, 4, 4, 3)
        add("conv2d 3 depthwise twice", nn.Conv2d(3, 6, 3, groups=3), 1, 3, 4, 5)
        add("conv2d 1", nn.Conv2d(3, 4, 1), 2, 3, 3, 2)
        add("conv2d 1 stride 2", nn.Conv2d(3, 4, 1, 2), 2, 3, 5, 4)
        add("conv2d 1 of one channel", nn.Conv2d(1, 1, 1), 2, 1, 3, 2)
        add("conv2d 2 stride 3", nn.Conv2d(2, 3, 2, 3), 1, 2, 8, 7)
        add("conv2d 2 stride 2", nn.Conv2d(2, 3, 2, 2), 1, 2, 7, 5)
        add("conv2d 3 padding 5", nn.Conv2d(1, 2, 3, padding=5), 1, 1, 3, 2)
        add("conv2d 1x3 of a row", nn.Conv2d(1, 2, (1, 3)), 1, 1, 1, 7)
        add("conv2d 3 padding 1 of a pixel", nn.Conv2d(2, 3, 3, padding=1), 2, 2, 1, 1)
        add("conv2d 4x3 same dilation 2", nn.Conv2d(1, 2, (4, 3), padding="same", dilation=2), 1, 1, 6, 5)
        for mode in ("reflect", "replicate", "circular"):
            add(f"conv2d 3 padding 1,2 {mode}", nn.Conv2d(2, 2, 3, padding=(1, 2), padding_mode=mode), 1, 2, 4, 5)
        apart = nn.Conv2d(1, 2, 3, 2)
        add("conv2d 3 stride 2 padding apart", apart, 1, 1, 5, 6, call=lambda x, c=apart: c(F.pad(x, (0, 3, 1, 2))))
        add("conv1d 3 stride 2 padding 2 dilation 2 groups 2", nn.Conv1d(4, 4, 3, 2, 2, 2, 2), 2, 4, 9)
        add("conv1d 4 same circular", nn.Conv1d(2, 3, 4, padding="same", padding_mode="circular"), 2, 2, 5)
        add("conv3d 2x3x2 stride 1x2x1 padding 1x0x1 groups 2",
            nn.Conv3d(4, 2, (2, 3, 2), (1, 2, 1), (1, 0, 1), groups=2), 1, 4, 2, 5, 3)
        add("conv3d 3 same", nn.Conv3d(1, 2, 3, padding="same"), 1, 1, 3, 2, 4)
        add("conv_transpose2d 3 stride 2 padding 1 more 1", nn.ConvTranspose2d(3, 2, 3, 2, 1, 1), 2, 3, 3, 4)
        add("conv_transpose2d 2x3 stride 1x3 groups 2", nn.ConvTranspose2d(4, 6, (2, 3), (1, 3), groups=2), 1, 4, 3, 2)
        add("conv_transpose2d 2 stride 2", nn.ConvTranspose2d(3, 2, 2, 2, bias=False), 2, 3, 3, 4)
        add("conv_transpose2d 2 stride 3", nn.ConvTranspose2d(2, 2, 2, 3), 1, 2, 3, 2)
        add("conv_transpose2d 3 dilation 2 more 1", nn.ConvTranspose2d(2, 1, 3, dilation=2, output_padding=1), 1, 2, 3, 2)
        add("conv_transpose2d 3 depthwise", nn.ConvTranspose2d(3, 3, 3, 2, 1, groups=3), 1, 3, 3, 2)
        add("conv_transpose2d 1", nn.ConvTranspose2d(3, 2, 1), 1, 3, 2, 2)
        add("conv_transpose1d 4 stride 2 padding 1", nn.ConvTranspose1d(2, 3, 4, 2, 1), 2, 2, 5)
        add("conv_transpose3d 2x3x2 stride 2x1x2 padding 0x1x0",
            nn.ConvTranspose3d(2, 2, (2, 3, 2), (2, 1, 2), (0, 1, 0)), 1, 2, 2, 3, 2)
        net = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 2), nn.Tanh(),
                            nn.AvgPool2d(2), nn.Flatten(), nn.Linear(8, 3))
        add("sequence", net, 2, 1, 6, 10)


def lenet():
    images, steps, rate = 6, 8, 0.05
    runs = []
    for dtype in (torch.float32, torch.float64):
        model = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
                              nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84),
                              nn.ReLU(), nn.Linear(84, 10)).to(dtype)
        with torch.no_grad():
            for k, p in enumerate(model.parameters()):
                start = numbers(k + 1, p.numel()) / 8
                p.copy_(torch.tensor(start, dtype=dtype).reshape(p.shape))
        x = torch.tensor(numbers(0, images * 784), dtype=dtype).reshape(images, 1, 28, 28)
        y = torch.arange(images) % 10
        optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
        losses = []
        for step in range(steps):
            optimizer.zero_grad()
            z = model(x)
            if step == 0:
                logits = dumped(z.detach().numpy())
            loss = F.cross_entropy(z, y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        end = {k: {"sum": p.sum().item(), "squares": (p * p).sum().item(), "first": p.flatten()[0].item()}
               for k, p in model.named_parameters()}
        runs.append({"dtype": "f32" if dtype == torch.float32 else "f64", "logits": logits, "losses": losses, "end": end})
    return {"images": images, "rate": rate, "runs": runs}


functions()
layers()
made = {"made_by": "make_images.py", "with": {"torch": torch.__version__}}
golden.write("images.json", {**made, "cases": golden.cases})
golden.write("convolutions.json", {**made, "cases": convolutions})
golden.write("lenet.json", {**made, **lenet()})
