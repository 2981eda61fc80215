"""The networks in PyTorch, eager or through torch.compile; those of images channels last where that is faster."""
import os
import re
import time

from beside import networks
from beside.networks import MOMENTUM

os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")  # else a pool of processes stays behind
import torch  # noqa: E402
from torch import nn  # noqa: E402


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class LSTM(nn.Module):
    def __init__(self, width, hidden, layers):
        super().__init__()
        self.layers = nn.LSTM(width, hidden, layers, batch_first=True)

    def forward(self, x):
        return self.layers(x)[0]


class GlobalMean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


class LastStep(nn.Module):
    def forward(self, x):
        return x[:, -1]


ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}
MODULES = {
    "Dense": lambda l, shape: nn.Linear(shape[-1], l.outputs),
    "Activation": lambda l, shape: ACTIVATIONS[l.name](),
    "Conv": lambda l, shape: nn.Conv2d(shape[0], l.outputs, l.kernel, l.stride, l.padding, bias=l.bias),
    "BatchNorm": lambda l, shape: nn.BatchNorm2d(shape[0]),
    "MaxPool": lambda l, shape: nn.MaxPool2d(l.extent),
    "Flatten": lambda l, shape: nn.Flatten(),
    "GlobalMean": lambda l, shape: GlobalMean(),
    "Residual": lambda l, shape: Residual(sequence(l.body, shape), sequence(l.shortcut, shape)),
    "LSTM": lambda l, shape: LSTM(shape[1], l.hidden, l.layers),
    "LastStep": lambda l, shape: LastStep(),
}


def sequence(layers, shape):
    return nn.Sequential(*(MODULES[type(l).__name__](l, s) for l, s in networks.with_shapes(layers, shape)))


def seconds_of(step):
    for _ in range(3):
        step()
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - start)
    return best


class Peer:
    def __init__(self, threads, compiled=False):
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.wrap = torch.compile if compiled else lambda function: function
        self.version = torch.__version__

    @staticmethod
    def optimizer(network, parameters):
        if network.optimizer == "adam":
            return torch.optim.Adam(parameters, network.rate, fused=True)
        momentum = MOMENTUM if network.optimizer == "momentum" else 0
        return torch.optim.SGD(parameters, network.rate, momentum=momentum, fused=True)

    def better_format(self, network, make):
        """make(memory format)'s step, the number of parameters, and what was allowed."""
        return self.faster(make) if networks.has_images(network) else (*make(torch.contiguous_format), "")

    @staticmethod
    def faster(make):
        plain, last = make(torch.contiguous_format), make(torch.channels_last)
        return (*last, "channels last") if seconds_of(last[0]) < seconds_of(plain[0]) else (*plain, "")

    def train(self, network):
        """A function that runs a step, the number of parameters, and what was allowed."""
        return self.better_format(network, lambda memory_format: self.training_step(network, memory_format))

    def infer1(self, network):
        return self.better_format(network, lambda memory_format: self.inference_step(network, memory_format))

    def model(self, network, memory_format, batch):
        model, x = sequence(network.layers, network.input), torch.rand(batch, *network.input)
        if networks.has_images(network):
            model, x = model.to(memory_format=memory_format), x.contiguous(memory_format=memory_format)
        return model, x

    def training_step(self, network, memory_format):
        model, x = self.model(network, memory_format, network.batch)
        optimizer = self.optimizer(network, model.parameters())
        width = networks.output_width(network)
        if network.loss == "mse":
            target, loss_of = torch.rand(network.batch, width), nn.functional.mse_loss
        else:
            target, loss_of = torch.randint(0, width, (network.batch,)), nn.functional.cross_entropy
        loss = self.wrap(lambda x, target: loss_of(model(x), target))

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss(x, target).backward()
            optimizer.step()

        return step, self.count(model)

    def inference_step(self, network, memory_format):
        model, x = self.model(network, memory_format, 1)
        forward = self.wrap(model.eval())

        def step():
            with torch.inference_mode():
                forward(x)

        return step, self.count(model)

    def convolution(self, text):
        """text: a line of ../convolutions.txt. Images channels last too; the better order is kept."""
        run, *numbers = re.fullmatch(r"(\w+?)" + "".join(f"_{letter}(\\d+)" for letter in "necoksdg"), text).groups()
        n, extent, channels, outputs, kernel, stride, dilation, groups = map(int, numbers)
        padding = dilation * (kernel - 1) // 2
        weight = torch.rand(outputs, channels // groups, kernel, kernel) * 2 - 1
        settings = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}

        def make(memory_format):
            x = (torch.rand(n, channels, extent, extent) * 2 - 1).contiguous(memory_format=memory_format)
            w = weight.contiguous(memory_format=memory_format)
            dy = torch.ones_like(nn.functional.conv2d(x, w, **settings)).contiguous(memory_format=memory_format)
            pair = lambda number: [number, number]  # noqa: E731
            wanted = [run == "data", run == "weight", False]
            backward = lambda: torch.ops.aten.convolution_backward(  # noqa: E731
                dy, x, w, None, pair(stride), pair(padding), pair(dilation), False, [0, 0], groups, wanted)
            forward = lambda: nn.functional.conv2d(x, w, **settings)  # noqa: E731
            step = forward if run == "forward" else backward

            def without_tape():
                with torch.inference_mode():
                    step()

            return without_tape, 0

        return self.faster(make)

    @staticmethod
    def count(model):
        return sum(p.numel() for p in model.parameters())
