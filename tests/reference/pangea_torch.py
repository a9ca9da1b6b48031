"""Loads a model of Pangea's into PyTorch.

    from pangea_torch import load
    module = load("model.safetensors")      # a torch.nn.Module in evaluation mode
    logits = module(inputs)                 # float32 (batch, ...), or int64 tokens for a text model

The layers are built from the description in the file's metadata, and every tensor has to find its place.
"""

import json
import re
from collections import OrderedDict

import torch
from safetensors import safe_open
from torch import nn


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


ACTIVATIONS = {
    "relu": nn.ReLU, "gelu": nn.GELU, "geluTanh": lambda: nn.GELU(approximate="tanh"), "silu": nn.SiLU,
    "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
}


def sizes(values, *names):
    return [int(values.get(name, 0)) for name in names]


def module(layer, shape):
    """The module of a layer behind outputs of `shape`, (features), (positions, features) or (channels, height, width)."""
    kind, values = next((k, v) for k, v in layer.items() if k != "name")
    if kind == "linear":
        return nn.Linear(shape[-1], int(values["outputs"]), bias=values.get("bias", True))
    if kind == "convolution":
        channels, kernel, stride, padding = sizes(values, "channels", "kernel", "stride", "padding")
        return nn.Conv2d(shape[0], channels, kernel, stride, padding, bias=values.get("bias", True))
    if kind == "maxPooling":
        return nn.MaxPool2d(*sizes(values, "kernel", "stride"))
    if kind == "averagePooling":
        return nn.AvgPool2d(*sizes(values, "kernel", "stride"))
    if kind == "flatten":
        return nn.Flatten()
    if kind == "activation":
        return ACTIVATIONS[values]()
    if kind == "softmax":
        return nn.Softmax(dim=-1)
    if kind == "dropout":
        return nn.Dropout(values["probability"])
    if kind == "layerNorm":
        return nn.LayerNorm(shape[-1], eps=values["epsilon"])
    if kind == "rmsNorm":
        return nn.RMSNorm(shape[-1], eps=values["epsilon"])
    if kind == "groupNorm":
        return nn.GroupNorm(int(values["groups"]), shape[0], eps=values["epsilon"])
    if kind == "embedding":
        return nn.Embedding(*sizes(values, "tokens", "width"))
    if kind == "positionalEmbedding":
        return PositionalEmbedding(*shape)
    if kind == "causalSelfAttention":
        return CausalSelfAttention(shape[-1], int(values["heads"]))
    if kind == "residual":
        shortcut = values.get("shortcut", [])
        return Residual(
            sequence(values["body"], shape), sequence(shortcut, shape) if shortcut else nn.Identity())
    if kind == "sequential":
        return sequence(values["layers"], shape)
    raise ValueError(f"expected a layer of this version, got {kind}")


def sequence(layers, shape):
    modules = OrderedDict()
    for index, layer in enumerate(layers):
        made = module(layer, shape)
        modules[layer.get("name") or str(index)] = made
        example = torch.zeros(1, *shape, dtype=torch.int64 if isinstance(made, nn.Embedding) else torch.float32)
        with torch.no_grad():
            shape = list(made.eval()(example).shape[1:])
    return nn.Sequential(modules)


def network(text):
    """The module that the metadata's `pangea.model` describes, with PyTorch's own initial parameters."""
    if text.startswith("mlp "):
        widths = [int(number) for number in re.findall(r"[0-9]+", text)]
        layers = []
        for index, width in enumerate(widths[1:]):
            layers += [{"name": f"fc{index + 1}", "linear": {"outputs": width}}, {"activation": "relu"}]
        return sequence(layers[:-1], widths[:1])
    description = json.loads(text)
    return sequence(description["layers"], [int(size) for size in description["inputShape"]])


def description(path):
    """The text in the metadata that says which layers a file's tensors belong to."""
    with safe_open(path, framework="pt") as file:
        return file.metadata()["pangea.model"]


def load(path):
    """The model in the file at `path`, in evaluation mode."""
    with safe_open(path, framework="pt") as file:
        state = {name: file.get_tensor(name) for name in file.keys()}
    made = network(description(path))
    made.load_state_dict(state, strict=True)
    return made.eval()
