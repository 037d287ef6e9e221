"""Metrics of random scores: by CLIP_benchmark's own functions (clip-benchmark 1.6.2), and by the formulas of CLIP's 26 tasks and of WILDS with scikit-learn.

python metrics.py > metrics.json. CLIP_benchmark counts in single precision; here its functions run in double, so that the figures can be compared to the last digits.
"""
import json

import numpy as np
import torch
from clip_benchmark.metrics import zeroshot_classification as zsc
from clip_benchmark.metrics import zeroshot_retrieval as zsr
from sklearn import metrics as sk

torch.Tensor.float = torch.Tensor.double
torch.set_default_dtype(torch.float64)
plain_numpy = torch.Tensor.numpy
torch.Tensor.numpy = lambda t: plain_numpy(t).squeeze()  # newer NumPy makes no number of an array of one
rng = np.random.default_rng(19)


def scores(rows, columns, digits=6):
    return np.round(rng.normal(size=(rows, columns)), digits)


def classification(rows, classes, used):
    logits = scores(rows, classes)
    labels = rng.integers(0, used, rows)
    t, y = torch.tensor(logits), torch.tensor(labels)
    acc = zsc.accuracy(t, y, (1, 5)) if classes >= 5 else zsc.accuracy(t, y, (1,))
    pred = logits.argmax(1)
    groups = rng.integers(0, 4, rows)
    top5 = (torch.topk(t, min(5, classes), dim=1)[1] == y[:, None]).any(1).numpy()
    confusion = sk.confusion_matrix(labels, pred, labels=np.arange(classes))[np.unique(labels)]
    expected = {
        "acc1": acc[0],
        "mean_per_class_recall": sk.balanced_accuracy_score(labels, pred),
        "f1_macro": sk.f1_score(labels, pred, average="macro", labels=np.unique(labels)),
        "worst_group_acc1": min((pred == labels)[groups == g].mean() for g in np.unique(groups)),
        "worst_group_acc5": min(top5[groups == g].mean() for g in np.unique(groups)),
    }
    mean_per_class = (confusion[np.arange(len(confusion)), np.unique(labels)] / confusion.sum(1)).mean()  # of the 26, without empty classes
    assert abs(mean_per_class - expected["mean_per_class_recall"]) < 1e-12
    if classes >= 5:
        expected["acc5"] = acc[1]
        expected["mean_top1_top5"] = (acc[0] + acc[1]) / 2
    return {"kind": "classification", "scores": logits.tolist(), "labels": labels.tolist(), "groups": groups.tolist(), "expected": expected}


def two_classes(rows, digits):
    logits = scores(rows, 2, digits)
    labels = rng.integers(0, 2, rows)
    expected = {"acc1": zsc.accuracy(torch.tensor(logits), torch.tensor(labels), (1,))[0] if digits > 3 else None,
                "roc_auc": sk.roc_auc_score(labels, logits[:, 1] - logits[:, 0])}
    return {"kind": "classification", "scores": logits.tolist(), "labels": labels.tolist(), "groups": [],
            "expected": {k: v for k, v in expected.items() if v is not None}}


def multilabel(rows, classes):
    logits = scores(rows, classes)
    shown = (rng.random((rows, classes)) < 0.3).astype(int)
    shown[:, 1] = 0
    ap = zsc.average_precision_per_class(torch.tensor(logits), torch.tensor(shown))
    return {"kind": "multilabel", "scores": logits.tolist(), "shown": shown.tolist(), "expected": {"mean_average_precision": ap.mean().item()}}


def retrieval(images, captions):
    images_of = sorted(list(range(images)) + list(rng.integers(0, images, captions - images)))
    similarities = scores(captions, images)
    positive = torch.zeros(captions, images, dtype=bool)
    positive[torch.arange(captions), images_of] = True
    expected = {}
    s = torch.tensor(similarities)
    for k in (1, 5, 10):
        if k <= images:
            expected[f"image_retrieval_recall@{k}"] = (zsr.batchify(zsr.recall_at_k, s, positive, 4, "cpu", k=k) > 0).float().mean().item()
        if k <= captions:
            expected[f"text_retrieval_recall@{k}"] = (zsr.batchify(zsr.recall_at_k, s.T, positive.T, 4, "cpu", k=k) > 0).float().mean().item()
    expected["mean_recall@1"] = (expected["image_retrieval_recall@1"] + expected["text_retrieval_recall@1"]) / 2
    return {"kind": "retrieval", "scores": similarities.tolist(), "images": [int(i) for i in images_of], "expected": expected}


print(json.dumps([classification(60, 7, 7), classification(50, 9, 6), classification(40, 5, 5), classification(30, 3, 3), two_classes(40, 6),
                  two_classes(60, 0), multilabel(45, 5), multilabel(12, 3), retrieval(12, 30), retrieval(10, 14), retrieval(5, 5)]))
