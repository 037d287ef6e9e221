"""Full models of open_clip as model folders, and what open_clip makes of them.

usage: clip_model.py make ARCHITECTURE FOLDER [SEED] random weights
       clip_model.py reference FOLDER INPUTS OUT STEPS DEVICE   features, gradients, losses and the parameters after some steps of AdamW
       clip_model.py features FOLDER INPUTS OUT DEVICE      features alone
INPUTS is a safetensors file with pixels [n, 3, S, S] uint8 and tokens [n, 77] int64.
"""

import json
import math
import sys
from pathlib import Path

import open_clip
import torch
from open_clip.loss import ClipLoss
from safetensors.torch import load_file, save_file

RATE, DECAY, BETAS, EPSILON = 5e-4, 0.2, (0.9, 0.98), 1e-6  # open_clip_train's defaults for a ViT
LARGEST_LOG_SCALE = math.log(100)


def load(folder, device="cpu"):
    return open_clip.create_model(f"local-dir:{folder}", output_dict=True, device=device)


def inputs(file):
    """Images as its loader hands them to the model, and tokens."""
    values = load_file(file)
    mean = torch.tensor(open_clip.OPENAI_DATASET_MEAN).view(1, 3, 1, 1)
    std = torch.tensor(open_clip.OPENAI_DATASET_STD).view(1, 3, 1, 1)
    return (values["pixels"].float() / 255 - mean) / std, values["tokens"]


def optimizer(model):
    """Its AdamW with its two groups."""
    named = list(model.named_parameters())
    plain = [p for n, p in named if p.ndim < 2 or "ln" in n or "bias" in n or "logit_scale" in n]
    decayed = [p for _, p in named if not any(p is q for q in plain)]
    groups = [{"params": plain, "weight_decay": 0.0}, {"params": decayed, "weight_decay": DECAY}]
    return torch.optim.AdamW(groups, lr=RATE, betas=BETAS, eps=EPSILON)


def clamp(model):
    with torch.no_grad():
        model.logit_scale.clamp_(0, LARGEST_LOG_SCALE)


def features(model, images, tokens):
    with torch.no_grad():
        found = {"image_features": model.encode_image(images, normalize=True), "text_features": model.encode_text(tokens, normalize=True)}
    return {name: rows.contiguous() for name, rows in found.items()}


def make(architecture, folder, seed=1):
    torch.manual_seed(int(seed))
    model = open_clip.create_model(architecture)
    Path(folder).mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": open_clip.get_model_config(architecture), "preprocess_cfg": open_clip.get_model_preprocess_cfg(model)}
    Path(folder, "open_clip_config.json").write_text(json.dumps(config))
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, Path(folder, "model.safetensors"), {"format": "pt"})


def reference(folder, file, out, steps, device):
    model = load(folder, device)
    images, tokens = (values.to(device) for values in inputs(file))
    values = features(model, images, tokens)
    model.train()
    adamw = optimizer(model)
    losses = []
    for step in range(max(1, int(steps))):
        adamw.zero_grad()
        loss = ClipLoss()(**model(images, tokens))
        losses.append(loss.item())
        loss.backward()
        if step == 0:
            values |= {f"gradients.{n}": p.grad.clone() for n, p in model.named_parameters()}
        if int(steps):
            adamw.step()
            clamp(model)
    if int(steps):
        values |= {f"after.{n}": p.detach() for n, p in model.named_parameters()}
    values["losses"] = torch.tensor(losses)
    save_file(values, out)


torch.backends.cudnn.allow_tf32 = False  # float32 is float32, as it is for mode4j

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", architecture, folder, *seed]:
            make(architecture, folder, *seed)
        case ["reference", folder, file, out, steps, device]:
            reference(folder, file, out, steps, device)
        case ["features", folder, file, out, device]:
            save_file(features(load(folder, device).eval(), *(values.to(device) for values in inputs(file))), out)
        case _:
            sys.exit(__doc__)
