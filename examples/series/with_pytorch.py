#!/usr/bin/env python3
"""The network of network.hpp in PyTorch, on the same windows, with the same steps: prints its error on the same held-out weeks.

usage: with_pytorch.py [SEED...]    (1 2 3)
"""
import csv
import pathlib
import sys
import time

import torch
from torch import nn

YEAR, PAST, COMING, UNITS = 52, 52, 52, 48
HELD_OUT, EPOCHS, ROWS, RATE = 520, 20, 32, 0.004  # what series_train takes if nothing is said


def read_weeks():
    with open(pathlib.Path(__file__).parent / "co2.csv", newline="") as file:
        return torch.tensor([float(row["ppm"]) for row in csv.DictReader(file)])


class Forecast(nn.Module):
    def __init__(self, mean, deviation):
        super().__init__()
        self.mean, self.deviation = mean, deviation
        self.past = nn.GRU(3, UNITS, batch_first=True)
        self.coming = nn.GRU(2, UNITS, batch_first=True)
        self.change = nn.Linear(UNITS, 1)

    def forward(self, last_year, years_before):
        last = last_year[:, -1:]
        before = (years_before - last) / self.deviation
        _, known = self.past(torch.cat([(last_year - last) / self.deviation, before[:, :PAST]], 2))
        steps, _ = self.coming(before[:, PAST:], known)
        return last + self.mean + self.deviation * self.change(steps)


def train(seed, series):
    end, before = len(series) - HELD_OUT, PAST + 2 * YEAR
    windows = series.unfold(0, PAST + COMING, 1)  # by their first week

    def at(origins):
        now, *years = (windows[origins - PAST - k * YEAR] for k in range(3))
        return now[:, :PAST, None], torch.stack(years, 2), now[:, PAST:, None]

    torch.manual_seed(seed)
    training, held_out = torch.arange(before, end - COMING + 1), torch.arange(end, len(series) - COMING + 1)
    last_year, _, wanted = at(training)
    changes = wanted - last_year[:, -1:]
    net = Forecast(changes.mean(), changes.std(correction=0))
    adam = torch.optim.Adam(net.parameters(), RATE)
    steps = EPOCHS * -(-len(training) // ROWS)
    rate = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, steps, cycle_momentum=False)
    begin = time.time()
    for _ in range(EPOCHS):
        for origins in training[torch.randperm(len(training))].split(ROWS):
            last_year, years_before, wanted = at(origins)
            loss = (net(last_year, years_before) - wanted).abs().mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            rate.step()
    seconds = time.time() - begin
    with torch.no_grad():
        last_year, years_before, wanted = at(held_out)
        off = (net(last_year, years_before) - wanted).double()
    print(f"seed {seed}: mean error {off.abs().mean():.3f}, root mean square {off.square().mean().sqrt():.3f}, "
          f"{steps} steps in {seconds:.1f} s", flush=True)


def main():
    torch.set_num_threads(1)
    series = read_weeks()
    for seed in sys.argv[1:] or (1, 2, 3):
        train(int(seed), series)


if __name__ == "__main__":
    main()
