# Reference values of linear probes: PyTorch's AdamW on given batches, scikit-learn's logistic regression, and CLIP_benchmark's whole sweep on a made-up problem.
# torch, scikit-learn, safetensors, clip_benchmark 1.6.2; python golden.py FOLDER
import json, sys
import numpy as np, torch
from safetensors.torch import save_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score

out = sys.argv[1]
torch.manual_seed(3)
torch.set_num_threads(1)

# AdamW
n, dim, classes, batch, epochs, lr = 20, 6, 4, 8, 3, 0.1
features, labels = torch.randn(n, dim), torch.randint(classes, (n,))
first = torch.nn.Linear(dim, classes)
orders = [torch.randperm(n).tolist() for _ in range(epochs)]
steps = epochs * -(-n // batch)
adamw = {"features": features.tolist(), "labels": labels.tolist(), "weights": first.weight.tolist(), "bias": first.bias.tolist(), "orders": orders,
         "batch": batch, "lr": lr, "ends": []}
for decay in (0.0, 1e-3, 0.5):
    head = torch.nn.Linear(dim, classes)
    head.load_state_dict(first.state_dict())
    optimizer = torch.optim.AdamW(head.parameters(), lr=lr, weight_decay=decay)
    step = 0
    for order in orders:
        for at in range(0, n, batch):
            optimizer.param_groups[0]["lr"] = 0.5 * (1 + np.cos(np.pi * step / steps)) * lr
            step += 1
            rows = order[at:at + batch]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(head(features[rows]), labels[rows]).backward()
            optimizer.step()
    adamw["ends"].append({"decay": decay, "weights": head.weight.tolist(), "bias": head.bias.tolist()})
json.dump(adamw, open(f"{out}/adamw.json", "w"))

# logistic regression
n, dim, classes = 80, 5, 3
center = torch.randn(classes, dim)
labels = torch.arange(n) % classes
features = center[labels] + torch.randn(n, dim)
logistic = {"features": features.tolist(), "labels": labels.tolist(), "ends": []}
for decay in (1e-3, 1e-2, 1.0):
    fit = LogisticRegression(C=1 / (decay * n), tol=1e-12, max_iter=100000).fit(features.double().numpy(), labels.numpy())
    logistic["ends"].append({"decay": decay, "weights": fit.coef_.tolist(), "bias": fit.intercept_.tolist()})
json.dump(logistic, open(f"{out}/logistic.json", "w"))

# CLIP_benchmark's protocol; its code asks for CUDA, and here runs without
torch.nn.Module.cuda = lambda self: self
torch.Tensor.cuda = lambda self: self
torch.nn.DataParallel = lambda model, device_ids=None: model
import clip_benchmark.metrics.linear_probe as peer
peer.accuracy = lambda logits, target, topk: [logits.argmax(1).eq(target).float().mean().item()]  # its own fails under numpy 2.4

classes, dim = 12, 16
center = torch.nn.functional.normalize(torch.randn(classes, dim), dim=-1)
splits = {}
for name, n in (("train", 360), ("val", 240), ("test", 480)):
    labels = torch.arange(n) % classes
    splits[name] = (torch.nn.functional.normalize(center[labels] + 0.33 * torch.randn(n, dim), dim=-1), labels)
save_file({f"{name}_{what}": tensor for name, (x, y) in splits.items() for what, tensor in (("features", x), ("labels", y.int()))}, f"{out}/problem.safetensors")


def loader(*names):
    x = torch.cat([splits[name][0] for name in names])
    y = torch.cat([splits[name][1] for name in names])
    return torch.utils.data.DataLoader(peer.FeatureDataset(x, y), batch_size=64, shuffle=True)


decays = np.logspace(-6, 2, num=97).tolist()
runs = []
for seed in range(4):
    common = (dim, classes, 0.1, 10, False, "cpu", False, seed)
    peak = peer.find_peak(decays, range(0, 97, 16), loader("train"), loader("val"), *common)
    span = 8
    while span > 0:
        peak = peer.find_peak(decays, [max(peak - span, 0), peak, min(peak + span, 96)], loader("train"), loader("val"), *common)
        span //= 2
    result = {"seed": seed, "weight_decay": decays[peak]}
    for name, decay, learnt in (("swept", decays[peak], ("train", "val")), ("plain", 0, ("train",))):
        head = peer.train(loader(*learnt), dim, classes, decay, 0.1, 10, False, "cpu", seed)
        logits, target = peer.infer(head, loader("test"), False, "cpu")
        hit = logits.topk(5, 1).indices.eq(target[:, None])
        result[name] = {"acc1": hit[:, 0].float().mean().item(), "acc5": hit.any(1).float().mean().item(),
                        "mean_per_class_recall": balanced_accuracy_score(target, logits.argmax(1))}
    runs.append(result)
json.dump(runs, open(f"{out}/clip_benchmark.json", "w"), indent=1)
print(json.dumps(runs, indent=1))
