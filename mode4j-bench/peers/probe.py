"""CLIP_benchmark's search of a linear probe's weight decay and the last training, on cached features. usage: probe.py FEATURES.npy LABELS.npy TEST FOUND.txt

The first TEST rows are asked about, as many behind them are chosen by, the rest is learnt from. Its code asks for CUDA; here it runs without, and so without
copies to a device. The clock covers what it covers for mode4j: from features in memory to the accuracy.
"""

import contextlib
import io
import sys

import numpy as np
import torch
from serve import serve

torch.nn.Module.cuda = lambda self: self
torch.Tensor.cuda = lambda self: self
torch.nn.DataParallel = lambda model, device_ids=None: model
import clip_benchmark.metrics.linear_probe as peer

peer.accuracy = lambda logits, target, topk: [logits.argmax(1).eq(target).float().mean().item()]  # its own fails under numpy 2.4
peer.tqdm = lambda loader: loader

features, labels, test, found = sys.argv[1:]
features, labels, test = torch.from_numpy(np.load(features)), torch.from_numpy(np.load(labels)).long(), int(test)
splits = {"test": slice(0, test), "val": slice(test, 2 * test), "train": slice(2 * test, None), "both": slice(test, None)}
decays = np.logspace(-6, 2, num=97).tolist()


def loader(name):
    return torch.utils.data.DataLoader(peer.FeatureDataset(features[splits[name]], labels[splits[name]]), batch_size=64, shuffle=True)


def probe():
    common = (features.shape[1], int(labels.max()) + 1, 0.1, 10, False, "cpu", False, 0)
    with contextlib.redirect_stdout(io.StringIO()):
        peak = peer.find_peak(decays, range(0, 97, 16), loader("train"), loader("val"), *common)
        span = 8
        while span > 0:
            peak = peer.find_peak(decays, [max(peak - span, 0), peak, min(peak + span, 96)], loader("train"), loader("val"), *common)
            span //= 2
        head = peer.train(loader("both"), *common[:2], decays[peak], *common[2:6], 0)
        logits, target = peer.infer(head, loader("test"), False, "cpu")
    with open(found, "w") as out:
        out.write(f"{logits.argmax(1).eq(target).float().mean().item()}\n")


serve(probe)
