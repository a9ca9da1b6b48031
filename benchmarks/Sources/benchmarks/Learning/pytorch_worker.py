"""PyTorch's side of `make bench-learning`: one piece of work for each line that comes in, one line back.

The models are the twins of TrainedModel.swift; a step is forward, loss, backward, and the gradient written into one flat
buffer, as a message would carry it. No optimiser.
"""

import sys

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        n, t, e = x.shape
        parts = self.project(self.norm1(x)).view(n, t, 3, self.heads, e // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_causal=True)
        x = x + self.out(attended.transpose(1, 2).reshape(n, t, e))
        return x + self.contract(F.gelu(self.expand(self.norm2(x)), approximate="tanh"))


class GPT(nn.Module):
    def __init__(self, tokens=65, context=128, width=128, heads=4, layers=4):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(tokens, width), nn.Parameter(torch.randn(context, width) * 0.02)
        self.blocks = nn.Sequential(*[Block(width, heads) for _ in range(layers)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, tokens, bias=False)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.tokens(x) + self.positions)))


def make(name):
    if name == "mlp":
        model = nn.Sequential(
            nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))
        return model, torch.rand(128, 784) * 2 - 1, torch.randint(10, (128,))
    if name == "lenet":
        model = nn.Sequential(
            nn.Conv2d(1, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1024, 512), nn.ReLU(), nn.Linear(512, 10))
        return model, torch.rand(128, 1, 28, 28) * 2 - 1, torch.randint(10, (128,))
    return GPT(), torch.randint(65, (16, 128)), torch.randint(65, (16, 128))


class Step:
    def __init__(self, name):
        self.model, self.features, self.labels = make(name)
        self.parameters = list(self.model.parameters())
        self.message = torch.empty(sum(p.numel() for p in self.parameters))
        offset = 0
        # The gradients are views of the message, so that the backward pass writes into it.
        for parameter in self.parameters:
            parameter.grad = self.message[offset : offset + parameter.numel()].view_as(parameter)
            offset += parameter.numel()

    def run(self):
        self.message.zero_()
        outputs = self.model(self.features)
        F.cross_entropy(outputs.flatten(0, -2), self.labels.flatten()).backward()


def main():
    steps = {}
    left, right = torch.full((1024, 1024), 0.5), torch.full((1024, 1024), 0.25)
    product = torch.empty(1024, 1024)
    for line in sys.stdin:
        words = line.split()
        if words == ["version"]:
            print("PyTorch", torch.__version__, flush=True)
            continue
        if words == ["square"]:
            torch.mm(left, right, out=product)
        else:
            if words[1] not in steps:
                steps = {words[1]: Step(words[1])}
            steps[words[1]].run()
        print("done", flush=True)


main()
