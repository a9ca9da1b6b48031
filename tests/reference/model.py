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
with open(model_path, "rb") as file:
    digest = hashlib.sha256(file.read()).hexdigest()
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
mean, deviation = (numpy.float32(json.loads(metadata[key])) for key in ("pangea.mean", "pangea.deviation"))
features = (features * numpy.float32(metadata["pangea.scale"]) - mean) / deviation
hidden = numpy.maximum(0, features @ tensors["fc1.weight"].T + tensors["fc1.bias"])
logits = hidden @ tensors["fc2.weight"].T + tensors["fc2.bias"]
accuracy = float((logits.argmax(axis=1) == labels).mean())
assert abs(accuracy - summary["accuracy"]) < 1e-9, f"expected accuracy {summary['accuracy']}, got {accuracy}"
print(f"{model_path}: {len(tensors)} tensors as PyTorch names them, accuracy {accuracy:.4f} in numpy too")
