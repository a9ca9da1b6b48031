"""PyTorch's side of `make bench-exchange`: processes that bring their gradients together by gloo's all-reduce.

usage: gloo_worker.py PROCESSES. One piece of work for each line that comes in, one line back: "version", or "gradient N",
"exchange N" (all-reduce and optimiser) or "step N" (both), which is done N times by all, for the seconds of one.
"""

import sys
import tempfile
import time

import torch
from torch import distributed, multiprocessing, nn
from torch.nn import functional as F

KINDS = ["end", "gradient", "exchange", "step"]


class Replica:
    """784-1024-1024-10, gradients in one flat buffer, and the optimiser of each process."""

    def __init__(self, rank):
        torch.manual_seed(1)
        self.model = nn.Sequential(
            nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))
        parameters = list(self.model.parameters())
        self.flat = torch.zeros(sum(p.numel() for p in parameters))
        offset = 0
        for parameter in parameters:
            parameter.grad = self.flat[offset : offset + parameter.numel()].view_as(parameter)
            offset += parameter.numel()
        self.optimiser = torch.optim.SGD(parameters, lr=0.001, momentum=0.9)
        self.features, self.labels = torch.rand(1, 784) - 0.5 + rank * 0.01, torch.tensor([rank % 10])

    def gradient(self):
        self.flat.zero_()
        F.cross_entropy(self.model(self.features), self.labels).backward()

    def exchange(self):
        distributed.all_reduce(self.flat)
        self.flat.div_(distributed.get_world_size())
        self.optimiser.step()

    def step(self):
        self.gradient()
        self.exchange()


def serve(rank, size, store):
    torch.set_num_threads(1)
    distributed.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=size)
    ones = torch.ones(3)
    distributed.all_reduce(ones)
    assert ones.tolist() == [size] * 3, f"expected {size}, got {ones}"
    replica = Replica(rank)
    while True:
        order = torch.tensor(next_order() if rank == 0 else [0, 0])
        distributed.broadcast(order, 0)
        kind, count = order.tolist()
        if KINDS[kind] == "end":
            return
        work = getattr(replica, KINDS[kind])
        for _ in range(5):
            work()
        distributed.barrier()
        started = time.perf_counter()
        for _ in range(count):
            work()
        distributed.barrier()
        if rank == 0:
            print((time.perf_counter() - started) / count, flush=True)


def next_order():
    for line in sys.stdin:
        words = line.split()
        if words[0] != "version":
            return [KINDS.index(words[0]), int(words[1])]
        print("PyTorch", torch.__version__, flush=True)
    return [0, 0]


if __name__ == "__main__":
    size = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        context = multiprocessing.get_context("spawn")
        others = [context.Process(target=serve, args=(rank, size, f"{folder}/store")) for rank in range(1, size)]
        for process in others:
            process.start()
        serve(0, size, f"{folder}/store")
        for process in others:
            process.join()
