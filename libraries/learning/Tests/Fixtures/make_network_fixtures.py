"""Makes network-NAME.json with PyTorch, in float32 on one thread: every layer and loss.

    python3 -m venv venv && venv/bin/pip install torch numpy && venv/bin/python make_network_fixtures.py

Each file holds the layers, PyTorch's initial parameters, a batch, what the forward pass makes of it, the loss and its
gradient, and the parameters after ten steps of AdamW. The tests read only the JSON files. PyTorch's version stands in
each of them.
"""

import json
import pathlib

import torch
from torch import nn

torch.set_num_threads(1)
here = pathlib.Path(__file__).parent


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().reshape(-1).tolist()]


class PositionalEmbedding(nn.Module):
    def __init__(self, positions, width):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(positions, width))

    def forward(self, x):
        return x + self.weight


class CausalSelfAttention(nn.MultiheadAttention):
    def __init__(self, width, heads):
        super().__init__(width, heads, batch_first=True)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1])
        return super().forward(x, x, x, attn_mask=mask, is_causal=True, need_weights=False)[0]


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body = body
        self.shortcut = shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Tokens(nn.Embedding):
    def forward(self, x):
        return super().forward(x.long())


def module(layer, shape):
    kind = layer["kind"]
    if kind == "linear":
        return nn.Linear(shape[-1], layer["outputs"], bias=layer.get("bias", True))
    if kind == "convolution":
        return nn.Conv2d(
            shape[0], layer["channels"], layer["kernel"], stride=layer.get("stride", 1),
            padding=layer.get("padding", 0), bias=layer.get("bias", True))
    if kind == "maxPooling":
        return nn.MaxPool2d(layer["kernel"], stride=layer["stride"])
    if kind == "averagePooling":
        return nn.AvgPool2d(layer["kernel"], stride=layer["stride"])
    if kind == "layerNorm":
        return nn.LayerNorm(shape[-1])
    if kind == "rmsNorm":
        return nn.RMSNorm(shape[-1], eps=1e-5)
    if kind == "groupNorm":
        return nn.GroupNorm(layer["groups"], shape[0])
    if kind == "embedding":
        return Tokens(layer["tokens"], layer["width"])
    if kind == "positionalEmbedding":
        return PositionalEmbedding(*shape)
    if kind == "causalSelfAttention":
        return CausalSelfAttention(shape[-1], layer["heads"])
    if kind == "residual":
        shortcut = layer.get("shortcut", [])
        return Residual(sequence(layer["body"], shape), sequence(shortcut, shape) if shortcut else nn.Identity())
    if kind == "sequential":
        return sequence(layer["layers"], shape)
    return {
        "flatten": nn.Flatten, "relu": nn.ReLU, "gelu": nn.GELU, "geluTanh": lambda: nn.GELU(approximate="tanh"),
        "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "softmax": lambda: nn.Softmax(dim=-1),
    }[kind]()


def sequence(layers, shape):
    modules = []
    for layer in layers:
        made = module(layer, shape)
        modules.append(made)
        with torch.no_grad():
            shape = list(made(torch.zeros(1, *shape)).shape[1:])
    return nn.Sequential(*modules)


def loss_of(loss, outputs, labels):
    kind = loss["kind"]
    if kind == "crossEntropy":
        return nn.functional.cross_entropy(
            outputs.reshape(-1, outputs.shape[-1]), labels.reshape(-1).long(),
            label_smoothing=loss.get("labelSmoothing", 0.0))
    if kind == "meanSquaredError":
        return nn.functional.mse_loss(outputs, labels)
    return nn.functional.binary_cross_entropy_with_logits(outputs, labels)


def flat(model):
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()])


def case(name, shape, layers, loss, samples, seed, steps=10, rate=0.01):
    torch.manual_seed(seed)
    model = sequence(layers, shape)
    if layers[0]["kind"] == "embedding":
        features = torch.randint(layers[0]["tokens"], (samples, *shape)).float()
    else:
        features = torch.randn(samples, *shape)
    with torch.no_grad():
        outputs = model(features)
    if loss["kind"] == "crossEntropy":
        labels = torch.randint(outputs.shape[-1], outputs.shape[:-1]).float()
    elif loss["kind"] == "meanSquaredError":
        labels = torch.randn(outputs.shape)
    else:
        labels = torch.randint(2, outputs.shape).float()
    start = numbers(flat(model))
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, eps=1e-4, foreach=False, fused=False)
    losses = []
    gradient = None
    for _ in range(steps):
        optimiser.zero_grad()
        value = loss_of(loss, model(features), labels)
        value.backward()
        if gradient is None:
            gradient = numbers(torch.cat([p.grad.reshape(-1) for p in model.parameters()]))
        optimiser.step()
        losses.append(value.item())
    content = {
        "madeBy": "make_network_fixtures.py", "torch": torch.__version__, "inputShape": shape, "layers": layers,
        "loss": loss, "samples": samples, "rate": rate,
        "names": [name for name, _ in model.named_parameters()], "shapes": [list(p.shape) for p in model.parameters()],
        "parameters": start, "features": numbers(features), "labels": numbers(labels), "outputs": numbers(outputs),
        "gradient": gradient, "losses": losses, "result": numbers(flat(model)),
    }
    (here / f"network-{name}.json").write_text(json.dumps(content) + "\n")


def layer(kind, **values):
    return {"kind": kind, **values}


def block(activation):
    return [
        layer("residual", body=[layer("layerNorm"), layer("causalSelfAttention", heads=2)]),
        layer(
            "residual",
            body=[layer("layerNorm"), layer("linear", outputs=24), layer(activation), layer("linear", outputs=12)]),
    ]


cross_entropy = {"kind": "crossEntropy"}

if __name__ == "__main__":
    case(
        "convolutions", [1, 12, 12],
        [
            layer("convolution", channels=8, kernel=5), layer("relu"), layer("maxPooling", kernel=2, stride=2),
            layer("convolution", channels=9, kernel=3, padding=1), layer("relu"), layer("averagePooling", kernel=2, stride=2),
            layer("flatten"), layer("linear", outputs=16), layer("relu"), layer("linear", outputs=10),
        ],
        cross_entropy, 5, 1)

    case(
        "residual-images", [3, 8, 8],
        [
            layer("convolution", channels=8, kernel=3, padding=1, bias=False), layer("groupNorm", groups=4), layer("relu"),
            layer(
                "residual",
                body=[
                    layer("convolution", channels=12, kernel=3, stride=2, padding=1, bias=False),
                    layer("groupNorm", groups=3), layer("silu"),
                    layer("convolution", channels=12, kernel=3, padding=1, bias=False), layer("groupNorm", groups=3),
                ],
                shortcut=[layer("convolution", channels=12, kernel=1, stride=2, bias=False), layer("groupNorm", groups=3)]),
            layer("relu"), layer("averagePooling", kernel=4, stride=4), layer("flatten"), layer("linear", outputs=6),
        ],
        {"kind": "crossEntropy", "labelSmoothing": 0.1}, 4, 2)

    case(
        "transformer", [9],
        [layer("embedding", tokens=11, width=12), layer("positionalEmbedding"), *block("geluTanh"), *block("gelu"),
         layer("layerNorm"), layer("linear", outputs=11, bias=False)],
        cross_entropy, 3, 3)

    case(
        "activations", [7],
        [
            layer("linear", outputs=12), layer("tanh"), layer("rmsNorm"), layer("linear", outputs=11), layer("silu"),
            layer("linear", outputs=10), layer("gelu"), layer("sequential", layers=[layer("linear", outputs=9), layer("sigmoid")]),
            layer("softmax"), layer("linear", outputs=8), layer("geluTanh"), layer("linear", outputs=3),
        ],
        {"kind": "meanSquaredError"}, 6, 4)

    case(
        "binary", [5], [layer("linear", outputs=9), layer("relu"), layer("linear", outputs=4)],
        {"kind": "binaryCrossEntropy"}, 7, 5)
