"""The networks in PyTorch, eager or through torch.compile."""
import os

from beside.networks import MOMENTUM

os.environ.setdefault("TORCHINDUCTOR_COMPILE_THREADS", "1")  # else a pool of processes stays behind
import torch  # noqa: E402
from torch import nn  # noqa: E402


class Peer:
    def __init__(self, threads, compiled=False):
        torch.set_num_threads(threads)
        torch.manual_seed(0)
        self.wrap = torch.compile if compiled else lambda function: function
        self.version = torch.__version__

    def model(self, network):
        activations = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
        layers = []
        for inputs, outputs in zip(network.widths, network.widths[1:]):
            layers += [nn.Linear(inputs, outputs), activations[network.activation]()]
        if network.last is None:
            layers.pop()
        return nn.Sequential(*layers)

    @staticmethod
    def optimizer(network, parameters):
        if network.optimizer == "adam":
            return torch.optim.Adam(parameters, network.rate, fused=True)
        momentum = MOMENTUM if network.optimizer == "momentum" else 0
        return torch.optim.SGD(parameters, network.rate, momentum=momentum, fused=True)

    def train(self, network):
        """A function that runs a step, and the number of parameters."""
        model = self.model(network)
        optimizer = self.optimizer(network, model.parameters())
        classes = network.widths[-1]
        x = torch.rand(network.batch, network.widths[0])
        if network.loss == "mse":
            target, loss_of = torch.rand(network.batch, classes), nn.functional.mse_loss
        else:
            target, loss_of = torch.randint(0, classes, (network.batch,)), nn.functional.cross_entropy
        loss = self.wrap(lambda x, target: loss_of(model(x), target))

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss(x, target).backward()
            optimizer.step()

        return step, sum(p.numel() for p in model.parameters())

    def infer1(self, network):
        model = self.model(network).eval()
        x = torch.rand(1, network.widths[0])
        forward = self.wrap(model)

        def step():
            with torch.inference_mode():
                forward(x)

        return step, sum(p.numel() for p in model.parameters())
