"""Makes python.pt, python-ordered.pt and python-strided.pt beside this file with PyTorch (2.15)."""
import collections
import pathlib

import torch

here = pathlib.Path(__file__).parent
layer = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.LayerNorm(3))
with torch.no_grad():
    layer[0].weight.copy_(torch.arange(12.).reshape(3, 4) / 8)
    layer[0].bias.copy_(torch.tensor([1., -2., 0.5]))
optimizer = torch.optim.AdamW(layer.parameters(), lr=1e-3)
layer(torch.ones(2, 4)).sum().backward()
optimizer.step()
weights = collections.OrderedDict(("module." + k, v) for k, v in layer.state_dict().items())
torch.save({"epoch": 3, "name": "é x", "big": 1 << 40, "negative": -7, "lr": 1e-4, "none": None, "yes": True, "shape": (3, 4),
            "list": ["a", 2.5], "state_dict": weights, "optimizer": optimizer.state_dict()}, here / "python.pt")
torch.save(layer.state_dict(), here / "python-ordered.pt")
numbers = torch.arange(24.).reshape(2, 3, 4)
torch.save({"whole": numbers, "transposed": numbers.transpose(0, 2), "part": numbers[1, :, 1:3], "half": torch.tensor([1.5, -2.]).half(),
            "bfloat": torch.tensor([1.5, -2.]).bfloat16(), "long": torch.tensor([1 << 40, -1]), "int": torch.tensor([7], dtype=torch.int32),
            "byte": torch.tensor([0, 255], dtype=torch.uint8), "scalar": torch.tensor(0.25), "empty": torch.zeros(0, 4),
            "parameter": torch.nn.Parameter(torch.ones(3))}, here / "python-strided.pt")
