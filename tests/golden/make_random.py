#!/usr/bin/env python3
"""Writes golden numbers of what draws: random.json, worked out by PyTorch with masks that this script draws by itself,
from the text of dsl/random_streams.hpp.

    python3 make_random.py        needs torch from PyPI; CPU only

Cases as golden.py describes; the seed is 42, the step 7, streams have the names of the cases' layers.
"""
import numpy as np
import torch
import torch.nn.functional as F

import golden

SEED, STEP = 42, 7
WORD = 0xffffffff


def philox(key, counter):
    """Philox4x32-10 (J. Salmon et al. 2011)."""
    k, c = [key & WORD, key >> 32], list(counter)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & WORD, (a >> 32) ^ c[3] ^ k[1], a & WORD]
        k = [(k[0] + 0x9E3779B9) & WORD, (k[1] + 0xBB67AE85) & WORD]
    return c


def key_of(name, part=0, occurrence=0):
    stream = 0xcbf29ce484222325
    for byte in b"sylvite random 1\0%s\0%d\0%d" % (name.encode(), occurrence, part):
        stream = ((stream ^ byte) * 0x100000001b3) & (1 << 64) - 1
    low, high = philox(SEED, [stream & WORD, stream >> 32, 0, 0])[:2]
    return high << 32 | low


def block(key, b):
    return philox(key, [b & WORD, b >> 32, STEP & WORD, STEP >> 32])


def bits(name, count):
    key = key_of(name)
    return np.array([block(key, e // 64 * 16 + e % 16)[e // 16 % 4] for e in range(count)], np.uint64)


def reals(name, part, count):
    key = key_of(name, part)
    words = [(block(key, e // 32 * 16 + e % 16), 2 * (e // 16 % 2)) for e in range(count)]
    return np.array([(w[h] << 32 | w[h + 1]) >> 11 for w, h in words], np.float64) * 2.0**-53


def kept(name, p, shape):
    """As PyTorch's noise: 1 where an element is kept."""
    drawn = bits(name, int(np.prod(shape, dtype=np.int64)))
    signed = drawn.astype(np.uint32).view(np.int32)
    return torch.tensor((signed >= round(p * 2**32) - 2**31).reshape(shape))


# ATen/native/Dropout.cpp, _dropout_impl: what follows noise.bernoulli_(1 - p)
def dropout(x, noise, p):
    return x * noise.to(x.dtype).div_(1 - p)


def alpha_dropout(x, noise, p):
    alpha = 1.7580993408473766
    a = 1 / np.sqrt((alpha * alpha * p + 1) * (1 - p))
    noise = noise.to(x.dtype)
    return x * (noise * a) + (noise - 1) * (alpha * a) + alpha * a * p


def attention(x, w_in, b_in, w_out, b_out):
    """torch.nn.functional.multi_head_attention_forward of two heads, dropout 0.3 of the weights."""
    batch, time, width = x.shape
    q, k, v = (F.linear(x, w_in, b_in).view(batch, time, 3, 2, width // 2).permute(2, 0, 3, 1, 4))
    p = F.softmax(q @ k.transpose(-1, -2) / np.sqrt(width // 2), -1)
    mixed = dropout(p, kept("layer", 0.3, p.shape), 0.3) @ v
    return F.linear(mixed.permute(0, 2, 1, 3).reshape(batch, time, width), w_out, b_out)


def main():
    random = np.random.default_rng(8)
    for dtype in (np.float32, np.float64):
        x = lambda *shape: golden.uniform(random, shape, dtype=dtype)
        row = lambda p, shape: kept("layer", p, shape[:1]).view(-1, *[1] * (len(shape) - 1))
        channel = lambda p, shape: kept("layer", p, shape[:2]).view(*shape[:2], *[1] * (len(shape) - 2))
        golden.add_torch("dropout", lambda v: dropout(v, kept("layer", 0.3, v.shape), 0.3), x(9, 5, 3))
        golden.add_torch("channel_dropout", lambda v: dropout(v, channel(0.4, v.shape), 0.4), x(9, 5, 3))
        golden.add_torch("alpha_dropout", lambda v: alpha_dropout(v, kept("layer", 0.2, v.shape), 0.2), x(9, 5, 3))
        golden.add_torch("feature_alpha_dropout", lambda v: alpha_dropout(v, channel(0.5, v.shape), 0.5), x(9, 5, 3))
        # torchvision.ops.stochastic_depth: noise.bernoulli_(survival).div_(survival), of [rows, 1, ...] or [1, ...]
        golden.add_torch("stochastic_depth", lambda v: dropout(v, row(0.25, v.shape), 0.25), x(9, 5, 3))
        golden.add_torch("stochastic_depth of the batch", lambda v: dropout(v, kept("layer", 0.25, (1, 1, 1)), 0.25),
                         x(9, 5, 3))
        golden.add_torch("attention", attention, x(2, 5, 6), x(18, 6), x(18), x(6, 6), x(6))

    def noise(v):  # f64 alone: f32 takes other bits
        u, w = (torch.tensor(reals("layer", part, v.numel()).reshape(v.shape)) for part in (0, 1))
        return v + 0.5 * torch.sqrt(-2 * torch.log(1 - u)) * torch.cos(2 * np.pi * w)

    golden.add_torch("gaussian_noise", noise, golden.uniform(random, (9, 5, 3)))
    golden.write("random.json", {"made_by": "make_random.py", "with": {"torch": torch.__version__},
                                 "cases": golden.cases})


main()
