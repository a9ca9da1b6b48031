"""Loads a model with the reference safetensors package, and evaluates it with numpy alone.

usage: model.py MODEL SUMMARY EVALUATION_CSV: the digits job's files. The accuracy has to be the summary's.
"""

import gzip
import hashlib
import json
import sys

import numpy
from safetensors import safe_open

model_path, summary_path, table_path = sys.argv[1:]
with open(summary_path) as file:
    summary = json.loads(file.read().splitlines()[-1])


def digest_of(path):
    """SHA-256 of a model's file as it would be without the fitted preprocessing in its metadata."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        tensors = file.read()
    del header["__metadata__"]["pangea.preprocessing"]
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-(len(text) + 8) % 64)
    return hashlib.sha256(len(text).to_bytes(8, "little") + text + tensors).hexdigest()


digest = digest_of(model_path)
assert digest == summary["sha256"], f"expected SHA-256 {summary['sha256']}, got {digest}"

with safe_open(model_path, framework="numpy") as model:
    metadata = model.metadata()
    tensors = {name: model.get_tensor(name) for name in model.keys()}
shapes = {name: tensor.shape for name, tensor in tensors.items()}
expected = {"fc1.weight": (64, 64), "fc1.bias": (64,), "fc2.weight": (10, 64), "fc2.bias": (10,)}
assert shapes == expected, f"expected {expected}, got {shapes}"
assert all(tensor.dtype == numpy.float32 for tensor in tensors.values())

with gzip.open(table_path, "rt") as file:
    table = numpy.loadtxt(file, delimiter=",", dtype=numpy.float32)
features, labels = table[:, :64], table[:, 64].astype(int)
columns = json.loads(metadata["pangea.preprocessing"])["table"]["columns"]
assert [column["index"] for column in columns] == list(range(64))
mean, deviation = (
    numpy.array([column["number"][key] for column in columns], dtype=numpy.float32) for key in ("mean", "deviation")
)
features = (features - mean) / deviation
hidden = numpy.maximum(0, features @ tensors["fc1.weight"].T + tensors["fc1.bias"])
logits = hidden @ tensors["fc2.weight"].T + tensors["fc2.bias"]
accuracy = float((logits.argmax(axis=1) == labels).mean())
assert abs(accuracy - summary["accuracy"]) < 1e-9, f"expected accuracy {summary['accuracy']}, got {accuracy}"
print(f"{model_path}: {len(tensors)} tensors as PyTorch names them, accuracy {accuracy:.4f} in numpy too")
