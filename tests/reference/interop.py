"""The Python side of `make check-interop`: PyTorch and onnxruntime beside our models.

usage: interop.py ours FOLDER      what `interop write` wrote gives the same logits here, in PyTorch and onnxruntime
       interop.py theirs FOLDER    writes PyTorch's models as safetensors for `interop check` and `interop train`
       interop.py losses FOLDER    a hundred losses of the GPT are those that `interop train` wrote
       interop.py digits FOLDER    the digits' model, exported, says of raw rows in onnxruntime what `trainer predict` says
       interop.py same ONE OTHER   two files have the same tensors, bit for bit
"""

import gzip
import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime
import torch
from safetensors.torch import save_file

import pangea_torch

NAMES = ["mlp", "lenet", "resnet-small", "gpt"]
TOLERANCE = 1e-4
STEPS, BATCH, CONTEXT, TOKENS = 100, 8, 32, 65

torch.set_num_threads(1)
command, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def deviation(found, expected):
    assert found.shape == expected.shape, f"expected {expected.shape}, got {found.shape}"
    return float(abs(found - expected).max() / abs(expected).max())


def batch(name, shape):
    features = torch.from_numpy(numpy.fromfile(folder / f"{name}.features", dtype="<f4"))
    features = features.reshape(-1, *shape)
    return features.long() if name == "gpt" else features


def shape_of(session):
    return session.get_inputs()[0].shape[1:]


def ours():
    for name in NAMES:
        path = folder / f"{name}.onnx"
        onnx.checker.check_model(onnx.load(path), full_check=True)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        assert session.get_inputs()[0].shape[0] == "batch", "expected a free batch"
        features = batch(name, shape_of(session))
        expected = numpy.fromfile(folder / f"{name}.logits", dtype="<f4")
        in_onnx = session.run(["output"], {"input": features.numpy()})[0]
        with torch.no_grad():
            in_torch = pangea_torch.load(folder / f"{name}.safetensors")(features).numpy()
        expected = expected.reshape(in_torch.shape)
        deviations = {"PyTorch": deviation(in_torch, expected), "onnxruntime": deviation(in_onnx, expected)}
        for peer, found in deviations.items():
            assert found <= TOLERANCE, f"{name}: logits in {peer} differ by {found}, more than {TOLERANCE}"
        # One sample alone as well: the batch is free.
        alone = session.run(["output"], {"input": features[:1].numpy()})[0]
        assert deviation(alone, in_onnx[:1]) <= TOLERANCE
        print(f"{name}: our logits in " + ", ".join(f"{peer} to {found:.1e}" for peer, found in deviations.items()))


def theirs():
    torch.manual_seed(5)
    for name in NAMES:
        model = pangea_torch.network(pangea_torch.description(folder / f"{name}.safetensors")).eval()
        shape = shape_of(onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"]))
        features = torch.randint(TOKENS, (4, *shape)) if name == "gpt" else torch.randn(4, *shape)
        with torch.no_grad():
            logits = model(features)
        save_file(model.state_dict(), folder / f"torch-{name}.safetensors")
        features.float().numpy().astype("<f4").tofile(folder / f"torch-{name}.features")
        logits.numpy().astype("<f4").tofile(folder / f"torch-{name}.logits")
    start = pangea_torch.network(pangea_torch.description(folder / "gpt.safetensors"))
    save_file(start.state_dict(), folder / "torch-gpt-start.safetensors")
    inputs, labels = windows()
    inputs.float().numpy().astype("<f4").tofile(folder / "gpt-batches.inputs")
    labels.float().numpy().astype("<f4").tofile(folder / "gpt-batches.labels")


def windows():
    """Windows of a text in which the next token mostly follows from the last: there is something to learn."""
    generator = torch.Generator().manual_seed(6)
    follow = torch.randint(TOKENS, (TOKENS,), generator=generator)
    text = [0]
    for chance in torch.randint(TOKENS * 4, (20_000,), generator=generator).tolist():
        text.append(chance if chance < TOKENS else int(follow[text[-1]]))
    text = torch.tensor(text)
    starts = torch.randint(len(text) - CONTEXT - 1, (STEPS, BATCH), generator=generator)
    places = starts[..., None] + torch.arange(CONTEXT)
    return text[places], text[places + 1]


def losses():
    from safetensors.torch import load_file

    model = pangea_torch.network(pangea_torch.description(folder / "gpt.safetensors"))
    model.load_state_dict(load_file(folder / "torch-gpt-start.safetensors"), strict=True)
    model.train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01, foreach=False, fused=False)
    inputs, labels = windows()
    ours = numpy.fromfile(folder / "gpt.losses", dtype="<f4")
    assert len(ours) == STEPS, f"expected {STEPS} losses, got {len(ours)}"
    greatest, curve = 0.0, []
    for step in range(STEPS):
        optimiser.zero_grad()
        logits = model(inputs[step])
        loss = torch.nn.functional.cross_entropy(logits.reshape(-1, TOKENS), labels[step].reshape(-1))
        loss.backward()
        optimiser.step()
        curve.append(loss.item())
        greatest = max(greatest, abs(loss.item() - float(ours[step])))
    assert greatest <= 1e-3, f"losses differ by {greatest}, more than 1e-3"
    assert curve[-1] < curve[0] - 1, f"expected a model that learns, got losses from {curve[0]} to {curve[-1]}"
    print(f"gpt: {STEPS} losses from {curve[0]:.4f} to {curve[-1]:.4f}, PyTorch's and ours within {greatest:.1e}")


def digits():
    with gzip.open("examples/data/digits/evaluation.csv.gz", "rt") as file:
        table = numpy.loadtxt(file, delimiter=",", dtype=numpy.float32)
    session = onnxruntime.InferenceSession(folder / "digits.onnx", providers=["CPUExecutionProvider"])
    assert session.get_modelmeta().custom_metadata_map["pangea.input"] == "raw"
    logits = session.run(["output"], {"input": table[:, :64]})[0].astype(numpy.float64)
    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    expected = powers / powers.sum(axis=1, keepdims=True)
    lines = [json.loads(line) for line in open(folder / "digits.json")]
    found = numpy.array([[line["probabilities"][str(digit)] for digit in range(10)] for line in lines])
    assert deviation(found, expected) <= TOLERANCE
    assert [int(line["prediction"]) for line in lines] == logits.argmax(axis=1).tolist()
    accuracy = float((logits.argmax(axis=1) == table[:, 64]).mean())
    evaluated = json.load(open(folder / "digits-evaluation.json"))["accuracy"]
    assert abs(accuracy - evaluated) < 1e-9, f"expected accuracy {accuracy}, got {evaluated}"
    print(f"digits: {len(lines)} raw rows, the same answers in onnxruntime, accuracy {accuracy:.4f} in both")


def same():
    from safetensors.numpy import load_file

    one, other = load_file(folder), load_file(sys.argv[3])
    assert one.keys() == other.keys() and all(one[name].tobytes() == other[name].tobytes() for name in one)
    print(f"a run that starts from a state_dict and learns nothing ends with its {len(one)} tensors, bit for bit")


{"ours": ours, "theirs": theirs, "losses": losses, "digits": digits, "same": same}[command]()
