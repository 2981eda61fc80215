"""The networks of examples/digits and examples/digits_conv in PyTorch, trained on the same images with the same options.

    python pytorch.py           (PyPI: torch, numpy)

Prints what part of the held-out images each of five seeds reads right. Nothing here runs when Sylvite is built or tested.
"""
import pathlib
import time

import numpy as np
import torch
from torch import nn

seeds = range(1, 6)
epochs, rows, rate = 30, 32, 0.002  # the defaults of digits_train and digits_conv_train


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))


def convolutional():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(512, 10))


def accuracy_of(make, seed, training, held_out):
    torch.manual_seed(seed)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for _ in range(epochs):
        for batch in torch.randperm(len(training[0])).split(rows):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(training[0][batch]), training[1][batch]).backward()
            optimizer.step()
    with torch.no_grad():
        return (model(held_out[0]).argmax(1) == held_out[1]).double().mean().item()


table = np.loadtxt(pathlib.Path(__file__).parent.parent / "digits" / "digits.csv", delimiter=",", dtype=np.float32)
images = torch.from_numpy(table[:, :64]).reshape(-1, 1, 8, 8) / 16
labels = torch.from_numpy(table[:, 64].astype(np.int64))
out = torch.from_numpy(np.arange(len(table)) % 5 == 4)  # as dataset::hold_out_every(5) does
parts = (images[~out], labels[~out]), (images[out], labels[out])
for make in mlp, convolutional:
    started = time.perf_counter()
    found = [100 * accuracy_of(make, seed, *parts) for seed in seeds]
    print(f"{make.__name__}: {'  '.join(f'{x:.2f}' for x in found)}, mean {np.mean(found):.2f} %; "
          f"{(time.perf_counter() - started) / len(found):.2f} s a seed")
