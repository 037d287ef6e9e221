"""The command line of CLIP_benchmark. usage: clip_benchmark_eval.py eval --dataset ... as its own `clip_benchmark`

Its accuracy fails under NumPy 2.4, which makes no float of an array; the one here counts the same.
"""

import sys

from clip_benchmark import cli
from clip_benchmark.metrics import zeroshot_classification


def accuracy(logits, target, topk=(1,)):
    right = logits.topk(max(topk), dim=1).indices == target.view(-1, 1)
    return [right[:, :k].any(dim=1).double().mean().item() for k in topk]


zeroshot_classification.accuracy = accuracy


def run(arguments):
    sys.argv = ["clip_benchmark", *arguments]
    cli.main()


if __name__ == "__main__":
    run(sys.argv[1:])
