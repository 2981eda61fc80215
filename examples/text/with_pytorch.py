#!/usr/bin/env python3
"""The network of network.hpp in PyTorch, on the same pieces, with the same steps: prints its perplexity on the same held-out text.

usage: with_pytorch.py [SEED...]    (1)
"""
import math
import pathlib
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, PLACES, WIDTH, HEADS, BLOCKS, P = 96, 128, 128, 4, 4, 0.1
EPOCHS, ROWS, RATE, STEP = 3, 16, 0.002, 64  # what text_train takes if nothing is said


def read_text():
    codes = torch.tensor(list((pathlib.Path(__file__).parent / "shakespeare.txt").read_bytes()))
    return torch.where(codes == ord("\n"), VOCABULARY - 1, codes - ord(" "))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU("tanh"), nn.Linear(4 * WIDTH, WIDTH))
        self.drop = nn.Dropout(P)

    def forward(self, x):
        rows, time, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(rows, time, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True, dropout_p=P if self.training else 0)
        x = x + self.drop(self.out(seen.transpose(1, 2).reshape(rows, time, WIDTH)))
        return x + self.drop(self.mlp(self.norm2(x)))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.token, self.place = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.drop, self.norm = nn.Dropout(P), nn.LayerNorm(WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.head = nn.Linear(WIDTH, VOCABULARY, bias=False)
        for table in (self.token, self.place):
            nn.init.normal_(table.weight, std=0.02)
        for block in self.blocks:  # as Sylvite's self_attention starts
            nn.init.xavier_uniform_(block.qkv.weight)
            nn.init.zeros_(block.qkv.bias)
            nn.init.zeros_(block.out.bias)

    def forward(self, tokens):
        return self.head(self.norm(self.blocks(self.drop(self.token(tokens) + self.place.weight))))


def loss_of(net, text, origins):
    pieces = torch.stack([text[i:i + PLACES + 1] for i in origins.tolist()])
    return F.cross_entropy(net(pieces[:, :-1]).flatten(0, 1), pieces[:, 1:].flatten())


def train(seed, text):
    torch.manual_seed(seed)
    learnt = len(text) - len(text) // 10
    origins = torch.arange(0, learnt - PLACES, STEP)
    net = Text()
    decays = [w for name, w in net.named_parameters() if not name.endswith("bias") and "norm" not in name]
    others = [w for name, w in net.named_parameters() if name.endswith("bias") or "norm" in name]
    adam = torch.optim.AdamW([{"params": decays, "weight_decay": 0.1}, {"params": others, "weight_decay": 0}], RATE,
                             betas=(0.9, 0.99))
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, EPOCHS * -(-len(origins) // ROWS), cycle_momentum=False)
    begin, steps = time.time(), 0
    for _ in range(EPOCHS):
        for some in origins[torch.randperm(len(origins))].split(ROWS):
            adam.zero_grad()
            loss_of(net, text, some).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            rate.step()
            steps += 1
    seconds = time.time() - begin
    net.eval()
    held_out = torch.arange(learnt, len(text) - PLACES, PLACES)
    with torch.no_grad():
        losses = [loss_of(net, text, some) * len(some) for some in held_out.split(32)]
    print(f"seed {seed}: perplexity {math.exp(sum(losses) / len(held_out)):.3f}, {steps} steps in {seconds:.1f} s",
          flush=True)


def main():
    torch.set_num_threads(2)
    text = read_text()
    for seed in sys.argv[1:] or (1,):
        train(int(seed), text)


if __name__ == "__main__":
    main()
