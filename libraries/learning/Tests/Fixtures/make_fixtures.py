"""Makes perceptron.json and optimisers.json with PyTorch, in float32 on one thread.

    python3 -m venv venv && venv/bin/pip install torch numpy && venv/bin/python make_fixtures.py

The tests read only the JSON files. PyTorch's version stands in each of them.
"""

import json
import pathlib

import torch
from torch import nn

torch.set_num_threads(1)
here = pathlib.Path(__file__).parent


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]


def perceptron(inputs, hidden, outputs):
    class Perceptron(nn.Module):
        def __init__(self):
            super().__init__()
            widths = [inputs] + hidden + [outputs]
            for index, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
                setattr(self, f"fc{index + 1}", nn.Linear(fan_in, fan_out))
            self.depth = len(widths) - 1

        def forward(self, x):
            for index in range(self.depth):
                x = getattr(self, f"fc{index + 1}")(x)
                if index < self.depth - 1:
                    x = torch.relu(x)
            return x

    return Perceptron()


def flat(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


def flat_gradient(model):
    return torch.cat([p.grad.reshape(-1) for p in model.parameters()])


def case(inputs, hidden, outputs, samples, seed):
    torch.manual_seed(seed)
    model = perceptron(inputs, hidden, outputs)
    features = torch.randn(samples, inputs)
    labels = torch.randint(outputs, (samples,))
    logits = model(features)
    loss = nn.functional.cross_entropy(logits, labels, reduction="sum")
    loss.backward()
    return {
        "inputs": inputs, "hidden": hidden, "outputs": outputs, "samples": samples,
        "names": [name for name, _ in model.named_parameters()],
        "shapes": [list(p.shape) for p in model.parameters()],
        "parameters": numbers(flat(model)), "features": numbers(features), "labels": labels.tolist(),
        "logits": numbers(logits), "lossSum": loss.item(),
        "correct": int((logits.argmax(1) == labels).sum()), "gradientSum": numbers(flat_gradient(model)),
    }


def steps(name, make, rate, key_slots, **description):
    """Ten optimiser steps on the same batch; mean loss, as users of PyTorch train."""
    torch.manual_seed(7)
    model = perceptron(9, [13], 4)
    features = torch.randn(6, 9)
    labels = torch.randint(4, (6,))
    optimiser = make(model.parameters(), rate)
    start = numbers(flat(model))
    losses = []
    for _ in range(10):
        optimiser.zero_grad()
        loss = nn.functional.cross_entropy(model(features), labels)
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    slots = [
        {"name": slot, "values": numbers(torch.cat([optimiser.state[p][key].reshape(-1) for p in model.parameters()]))}
        for key, slot in key_slots
    ]
    return {
        "name": name, "rate": rate, **description, "parameters": start, "features": numbers(features),
        "labels": labels.tolist(), "losses": losses, "result": numbers(flat(model)), "slots": slots,
    }


def sgd(name, rate, momentum, nesterov, decay):
    return steps(
        name,
        lambda p, r: torch.optim.SGD(p, lr=r, momentum=momentum, nesterov=nesterov, weight_decay=decay, foreach=False),
        rate, [("momentum_buffer", "momentum")] if momentum else [],
        kind="sgd", momentum=momentum, nesterov=nesterov, weightDecay=decay)


def adamw(name, rate, beta1, beta2, epsilon, decay):
    return steps(
        name,
        lambda p, r: torch.optim.AdamW(
            p, lr=r, betas=(beta1, beta2), eps=epsilon, weight_decay=decay, foreach=False, fused=False),
        rate, [("exp_avg", "exp_avg"), ("exp_avg_sq", "exp_avg_sq")],
        kind="adamW", beta1=beta1, beta2=beta2, epsilon=epsilon, weightDecay=decay)


class Lion(torch.optim.Optimizer):
    """As Google's `lion_pytorch.py` (automl/lion), by the paper's algorithm 2; PyTorch itself has none."""

    def __init__(self, parameters, lr, betas, weight_decay):
        super().__init__(parameters, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                state = self.state[p]
                if not state:
                    state["exp_avg"] = torch.zeros_like(p)
                p.mul_(1 - group["lr"] * group["weight_decay"])
                update = state["exp_avg"] * beta1 + p.grad * (1 - beta1)
                p.add_(torch.sign(update), alpha=-group["lr"])
                state["exp_avg"].mul_(beta2).add_(p.grad, alpha=1 - beta2)


def lion(name, rate, beta1, beta2, decay):
    return steps(
        name, lambda p, r: Lion(p, r, (beta1, beta2), decay), rate, [("exp_avg", "exp_avg")],
        kind="lion", beta1=beta1, beta2=beta2, weightDecay=decay)


def without_decay_of_biases(name, rate, decay):
    """Weights decay, biases don't: two groups of parameters."""
    def make(parameters, r):
        parameters = list(parameters)
        return torch.optim.AdamW(
            [
                {"params": [p for p in parameters if p.dim() > 1], "weight_decay": decay},
                {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
            ],
            lr=r, betas=(0.9, 0.99), eps=1e-8, foreach=False, fused=False)

    return steps(
        name, make, rate, [("exp_avg", "exp_avg"), ("exp_avg_sq", "exp_avg_sq")],
        kind="adamW", beta1=0.9, beta2=0.99, epsilon=1e-8, weightDecay=decay, weightsOnly=True)


def schedules():
    """Rates of PyTorch's schedulers, in float64."""
    def rates(make, count):
        parameter = nn.Parameter(torch.zeros(1))
        optimiser = torch.optim.SGD([parameter], lr=0.1)
        scheduler = make(optimiser)
        result = []
        for _ in range(count):
            result.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            scheduler.step()
        return result

    return {
        "step": rates(lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=7, gamma=0.3), 40),
        "oneCycle": rates(
            lambda o: torch.optim.lr_scheduler.OneCycleLR(
                o, max_lr=0.1, total_steps=40, pct_start=0.3, div_factor=25, final_div_factor=100,
                cycle_momentum=False), 39),
        "cosine": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=40, eta_min=0.01), 41),
    }


version = {"madeBy": "make_fixtures.py", "torch": torch.__version__}
perceptrons = {
    **version,
    "cases": [case(5, [], 3, 4, 1), case(17, [11], 10, 1, 2), case(20, [16, 12], 5, 7, 3), case(30, [9, 8, 24], 12, 33, 4)],
}
optimisers = {
    **version,
    "cases": [
        sgd("plain", 0.1, 0.0, False, 0.0),
        sgd("weight decay", 0.1, 0.0, False, 0.01),
        sgd("momentum", 0.1, 0.9, False, 0.0),
        sgd("momentum and weight decay", 0.05, 0.9, False, 0.02),
        sgd("nesterov and weight decay", 0.05, 0.8, True, 0.005),
        adamw("defaults", 0.001, 0.9, 0.999, 1e-8, 0.01),
        adamw("strong decay", 0.01, 0.8, 0.95, 1e-6, 0.1),
        adamw("small beta1", 0.01, 0.3, 0.9, 1e-8, 0.0),
        without_decay_of_biases("decay of weights only", 0.01, 0.3),
        lion("lion", 0.003, 0.9, 0.99, 0.0),
        lion("lion with decay", 0.01, 0.8, 0.95, 0.2),
    ],
    "schedules": schedules(),
}
(here / "perceptron.json").write_text(json.dumps(perceptrons) + "\n")
(here / "optimisers.json").write_text(json.dumps(optimisers) + "\n")
