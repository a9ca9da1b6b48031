"""Computes what the tests of tables and text expect, with Python's standard library alone: numbers in float64 by fsum.

usage: golden.py: prints Swift literals that GoldenTests.swift carries.
"""

import math
import statistics

rows = 300
distance = [None if i % 7 == 3 else (i * i) % 101 / 4 for i in range(rows)]
wind = [i * 37 % 64 - 20 for i in range(rows)]
carrier = ["UA", "AA", "B6", "9E", ""]
carriers = [carrier[i * i % 5] for i in range(rows)]
delay = [None if i % 11 == 5 else (i * 29) % 83 - 30 for i in range(rows)]

labelled = [i for i in range(rows) if delay[i] is not None]
cut = len(labelled) - max(1, int(len(labelled) * 0.2))
training = labelled[:cut]


def fitted(column, fill):
    present = [column[i] for i in training if column[i] is not None]
    value = fill(present)
    filled = [value if column[i] is None else column[i] for i in training]
    mean = math.fsum(filled) / len(filled)
    deviation = math.sqrt(math.fsum((x - mean) ** 2 for x in filled) / len(filled))
    return value, mean, deviation


labels = [delay[i] for i in training]
mean = math.fsum(labels) / len(labels)
print("rows", len(training), len(labelled) - cut, rows - len(labelled))
print("mean fill", fitted(distance, lambda values: math.fsum(values) / len(values)))
print("median fill", fitted(distance, statistics.median))
print("wind", fitted(wind, statistics.median))
print("label", mean, math.sqrt(math.fsum((x - mean) ** 2 for x in labels) / len(labels)))
print("categories", sorted({carriers[i] for i in training} - {""}, key=lambda text: text.encode()))

text = "In the beginning God created the heaven and the earth. Élan! And the earth was"
cut = len(text) - max(1, int(len(text) * 0.25))
alphabet = sorted(set(text[:cut]))
print("alphabet", "".join(alphabet))
print("tokens", [alphabet.index(c) if c in alphabet else len(alphabet) for c in text[:9]])
print("windows", (cut - 1) // 8, (len(text) - cut - 1) // 8)
print("evaluation", [alphabet.index(c) if c in alphabet else len(alphabet) for c in text[cut : cut + 9]])


def philox(counter, key):
    """Philox4x32-10 as its authors publish it."""
    for turn in range(10):
        if turn > 0:
            key = ((key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32)
        a, b = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
        counter = ((b >> 32) ^ counter[1] ^ key[0], b % 2**32, (a >> 32) ^ counter[3] ^ key[1], a % 2**32)
    return counter


def index(seed, purpose, number, bound, position):
    """RandomField.index(below:at:) of stream number mod 2^32, as SeededPermutation and TextWindows use it."""
    position += number >> 32 << 32
    for attempt in range(256):
        counter = (position % 2**32, position >> 32, number % 2**32, purpose | 2 << 8 | attempt << 16)
        words = philox(counter, (seed % 2**32, seed >> 32))
        for candidate in (words[1] << 32 | words[0], words[3] << 32 | words[2]):
            if candidate * bound % 2**64 >= (2**64 - bound) % bound:
                return candidate * bound >> 64


def permutation(seed, purpose, number, count):
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        chosen = index(seed, purpose, number, last + 1, last)
        order[last], order[chosen] = order[chosen], order[last]
    return order


SPLIT, WINDOW = 6, 7
for seed in (7, 8):
    print("split of 20 with seed", seed, sorted(permutation(seed, SPLIT, 0, 20)[:5]))
for epoch in (0, 2, 2**32 + 2):
    print("windows of epoch", epoch, [index(3, WINDOW, epoch, 51, sample) for sample in range(5)])
