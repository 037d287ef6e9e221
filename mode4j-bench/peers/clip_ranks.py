"""A training step as open_clip_train takes it by several processes on processors: DistributedDataParallel over Gloo, --local-loss --gather-with-grad.

usage: clip_ranks.py FOLDER INPUTS TIMES PROCESSES
TIMES says how often a run goes through INPUTS, of which each process has its part. With one process it is the plain step.
"""

import os
import socket
import sys

import torch
from clip_model import clamp, inputs, load, optimizer
from open_clip.loss import ClipLoss
from serve import serve
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

folder, file, times, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])


def work(rank, port):
    model = load(folder, "cpu")
    model.train()
    images, tokens = (values[len(values) * rank // count : len(values) * (rank + 1) // count] for values in inputs(file))
    called = model
    if count > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        distributed.init_process_group("gloo", rank=rank, world_size=count)
        called = DistributedDataParallel(model)
    loss = ClipLoss(local_loss=count > 1, gather_with_grad=count > 1, rank=rank, world_size=count)
    adamw = optimizer(model)

    def steps():
        for _ in range(times):
            adamw.zero_grad()
            loss(**called(images, tokens)).backward()
            adamw.step()
            clamp(model)

    def told(go):
        flag = torch.tensor([go])
        if count > 1:
            distributed.broadcast(flag, 0)
        return flag.item()

    def first():
        told(1)
        steps()

    if rank == 0:
        serve(first)
        told(0)
    else:
        while told(0):
            steps()


if __name__ == "__main__":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    others = [torch.multiprocessing.get_context("spawn").Process(target=work, args=(rank, port)) for rank in range(1, count)]
    for other in others:
        other.start()
    work(0, port)
    for other in others:
        other.join()
