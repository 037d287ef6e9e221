"""A training step of open_clip_train with --accum-freq, by its own loop: one batch of all pairs in micro-batches.

usage: accumulation.py FOLDER INPUTS SETTING PAIRS-AT-ONCE DEVICE
INPUTS is a safetensors file with pixels [n, 3, S, S] uint8 and tokens [n, 77] int64. Every line on standard input is one step; the line "peak" is answered with the most memory
that was resident since the first, in KiB.
"""

import logging
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import open_clip
import torch
from clip_model import load, optimizer
from open_clip.loss import ClipLoss
from open_clip_train.train import train_one_epoch
from safetensors import safe_open
from serve import serve

folder, file, setting, size, device = sys.argv[1:]
size = int(size)
logging.disable(logging.INFO)
model = load(folder, device)
adamw = optimizer(model)
scaler = torch.amp.GradScaler(device=device) if setting == "amp" else None
mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (open_clip.OPENAI_DATASET_MEAN, open_clip.OPENAI_DATASET_STD))


class Batches:
    """Pictures become numbers as the loop asks for them, as from a loader."""

    def __init__(self, count):
        self.num_samples = count
        self.num_batches = count // size

    def __iter__(self):
        with safe_open(file, "pt") as stored:
            pixels, tokens = stored.get_slice("pixels"), stored.get_slice("tokens")
            for i in range(0, self.num_batches * size, size):
                yield (pixels[i : i + size].float() / 255 - mean) / std, tokens[i : i + size]


def epoch(count, accumulate):
    data = SimpleNamespace(dataloader=Batches(count), set_epoch=lambda _: None)
    settings = SimpleNamespace(device=device, precision=setting, accum_freq=accumulate, distill=False, skip_scheduler=True, horovod=False,
                               grad_clip_norm=None, rank=0, distributed=False, log_every_n_steps=100, batch_size=size, world_size=1, wandb=False)
    train_one_epoch(model, {"train": data}, ClipLoss(), 0, adamw, scaler, None, None, settings)


def peak():
    return re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1]


with safe_open(file, "pt") as stored:
    total = stored.get_slice("tokens").get_shape()[0]
epoch(3 * size, 1)
Path("/proc/self/clear_refs").write_text("5")
serve(lambda: epoch(total, total // size), peak=peak)
