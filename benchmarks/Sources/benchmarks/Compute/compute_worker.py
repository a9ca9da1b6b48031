"""The peers' side of `make bench-compute`: one piece of work for each line that comes in, one line back.

"csv FILE": Polars reads a table whose last column is the label, standardises each feature over all rows and copies float32
batches out. "idx FILE": NumPy does the same with bytes in IDX, with one mean and deviation. The answer is the sum of the
first batch.
"""

import sys

import numpy
import polars

BATCH = 256


def batches(features):
    target = numpy.empty((BATCH, features.shape[1]), dtype=numpy.float32)
    first = None
    for start in range(0, len(features), BATCH):
        part = features[start : start + BATCH]
        target[: len(part)] = part
        if first is None:
            first = float(target[: len(part)].astype(numpy.float64).sum())
    return first


def csv(path):
    table = polars.read_csv(path)
    names = table.columns[:-1]
    columns = [polars.col(name).cast(polars.Float32) for name in names]
    table = table.select((column - column.mean()) / column.std(ddof=0) for column in columns)
    return batches(table.to_numpy())


def idx(path):
    with open(path, "rb") as file:
        content = file.read()
    shape = numpy.frombuffer(content, dtype=">u4", count=3, offset=4)
    raw = numpy.frombuffer(content, dtype=numpy.uint8, offset=16).reshape(int(shape[0]), -1)
    mean, deviation = numpy.float32(raw.mean()), numpy.float32(raw.std())
    return batches((raw.astype(numpy.float32) - mean) / deviation)


for line in sys.stdin:
    work, path = line.split(maxsplit=1)
    print({"csv": csv, "idx": idx}[work](path.strip()), flush=True)
