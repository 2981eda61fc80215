"""Trains a small network with PyTorch, briefly, and writes what a program with Sylvite needs to go on with it.

    python export_mlp.py        (PyPI: torch, safetensors, numpy)

mlp.safetensors, mlp_f16.safetensors, mlp_bf16.safetensors
    its weights, as state_dict() names them, in three element types
mlp_logits.npz
    "pixels", twenty images that it was not trained on; "logits", "logits_f16" and "logits_bf16": what PyTorch makes of
    them, with the weights as each file holds them

The files are in the repository; nothing here runs when Sylvite is built or tested.
"""
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

folder = pathlib.Path(__file__).parent


class Mlp(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU())
        self.head = torch.nn.Linear(32, 10)

    def forward(self, pixels):
        return self.head(self.encoder(pixels / 16))


torch.manual_seed(7)
table = np.loadtxt(folder.parent / "digits" / "digits.csv", delimiter=",", dtype=np.float32)
held_out = np.arange(len(table)) % 5 == 4  # as dataset::hold_out_every(5) does
images = torch.from_numpy(table[~held_out, :64])
labels = torch.from_numpy(table[~held_out, 64].astype(np.int64))

model = Mlp()
optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
for epoch in range(3):
    for batch in torch.randperm(len(images)).split(32):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
        optimizer.step()

weights = {name: value.detach().clone() for name, value in model.state_dict().items()}
pixels = torch.from_numpy(table[held_out, :64][:20])
logits = {}
with torch.no_grad():
    for suffix, kind in (("", torch.float32), ("_f16", torch.float16), ("_bf16", torch.bfloat16)):
        stored = {name: value.to(kind) for name, value in weights.items()}
        save_file(stored, folder / f"mlp{suffix}.safetensors")
        model.load_state_dict({name: value.float() for name, value in stored.items()})
        logits["logits" + suffix] = model(pixels).numpy()
np.savez_compressed(folder / "mlp_logits.npz", pixels=pixels.numpy().astype(np.uint8), **logits)
