"""Makes curves.json with PyTorch, in float32 on one thread: the losses of three short runs, step by step.

    python3 -m venv venv && venv/bin/pip install torch numpy && venv/bin/python make_curve_fixtures.py

Two runs see the first 64 images of Fashion-MNIST (Zalando SE, MIT licence; Debian's package dataset-fashion-mnist), one a
few verses of the King James Bible. The file holds the data, what the initial parameters are made of, and the losses. The
tests read only the JSON file.
"""

import base64
import gzip
import json
import pathlib

import numpy
import torch
from torch import nn

from make_network_fixtures import cross_entropy, layer, loss_of, sequence

torch.set_num_threads(1)
here = pathlib.Path(__file__).parent
datasets = pathlib.Path("/usr/share/datasets/fashion-mnist")
IMAGES = 64
TEXT = (
    "In the beginning God created the heaven and the earth. And the earth was without form, and void; and darkness was "
    "upon the face of the deep. And the Spirit of God moved upon the face of the waters. And God said, Let there be "
    "light: and there was light. And God saw the light, that it was good: and God divided the light from the darkness. "
    "And God called the light Day, and the darkness he called Night. And the evening and the morning were the first day."
)


def content(name, header, count):
    with gzip.open(datasets / f"{name}-ubyte.gz") as file:
        return file.read()[header : header + count]


def initialise(model):
    """Fills the parameters with numbers that the tests can make as well, and says how."""
    state, tensors = 42, []
    for name, parameter in model.named_parameters():
        count = parameter.numel()
        if parameter.dim() == 1:
            bound, constant = 0.0, 1.0 if name.endswith("weight") else 0.0
        else:
            bound, constant = float(numpy.float32((parameter.shape[0] / count) ** 0.5)), 0.0
        values = numpy.empty(count, dtype=numpy.float32)
        for index in range(count):
            state = (1103515245 * state + 12345) % 2**31
            values[index] = numpy.float32(state / 2**30 - 1)
        values = values * numpy.float32(bound) + numpy.float32(constant)
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(values).reshape(parameter.shape))
        tensors.append({"count": count, "bound": bound, "constant": constant})
    return tensors


def curve(name, model, samples, batch, steps, optimiser):
    """Batch after batch of the samples, again from the first when they are through."""
    features, labels = samples
    tensors = initialise(model)
    optimiser = optimiser(model.parameters())
    losses = []
    for step in range(steps):
        chosen = [(step * batch + index) % len(features) for index in range(batch)]
        optimiser.zero_grad()
        loss = loss_of(cross_entropy, model(features[chosen]), labels[chosen])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    print(f"{name}: {losses[0]:.4f} to {losses[-1]:.4f}")
    return {"name": name, "batch": batch, "tensors": tensors, "losses": losses}


def images(shape):
    pixels = numpy.frombuffer(content("train-images-idx3", 16, IMAGES * 784), dtype=numpy.uint8)
    features = pixels.astype(numpy.float32) / numpy.float32(255) - numpy.float32(0.5)
    labels = torch.tensor(list(content("train-labels-idx1", 8, IMAGES)))
    return torch.from_numpy(features).reshape(IMAGES, *shape), labels


def windows(context):
    """A window begins every fifth character."""
    tokens = sorted(set(TEXT))
    text = torch.tensor([tokens.index(character) for character in TEXT])
    starts = torch.arange(0, len(text) - context, 5)
    places = starts[:, None] + torch.arange(context)
    return (text[places], text[places + 1]), len(tokens)


def adamw(rate):
    return lambda p: torch.optim.AdamW(p, lr=rate, eps=1e-8, weight_decay=0.01, foreach=False, fused=False)


def perceptron():
    layers = [layer("linear", outputs=32), layer("relu"), layer("linear", outputs=16), layer("relu"),
              layer("linear", outputs=10)]
    return curve(
        "mlp", sequence(layers, [784]), images([784]), 8, 100,
        lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=1e-4, foreach=False))


def lenet():
    pooling = layer("maxPooling", kernel=2, stride=2)
    layers = [
        layer("convolution", channels=4, kernel=5), layer("relu"), pooling,
        layer("convolution", channels=8, kernel=5), layer("relu"), pooling,
        layer("flatten"), layer("linear", outputs=32), layer("relu"), layer("linear", outputs=10)]
    return curve("lenet", sequence(layers, [1, 28, 28]), images([1, 28, 28]), 8, 60, adamw(0.002))


def gpt():
    context, width, heads = 16, 16, 2
    samples, tokens = windows(context)
    block = [
        layer("residual", body=[layer("layerNorm"), layer("causalSelfAttention", heads=heads)]),
        layer("residual", body=[
            layer("layerNorm"), layer("linear", outputs=4 * width), layer("geluTanh"), layer("linear", outputs=width)]),
    ]
    layers = [
        layer("embedding", tokens=tokens, width=width), layer("positionalEmbedding"), *block, *block,
        layer("layerNorm"), layer("linear", outputs=tokens, bias=False)]
    return curve("gpt", sequence(layers, [context]), samples, 4, 100, adamw(0.003))


if __name__ == "__main__":
    made = {
        "madeBy": "make_curve_fixtures.py", "torch": torch.__version__,
        "pixels": base64.b64encode(content("train-images-idx3", 16, IMAGES * 784)).decode(),
        "labels": list(content("train-labels-idx1", 8, IMAGES)), "text": TEXT, "curves": [perceptron(), lenet(), gpt()],
    }
    (here / "curves.json").write_text(json.dumps(made) + "\n")
