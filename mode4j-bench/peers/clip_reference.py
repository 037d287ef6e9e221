"""Makes reference values with open_clip: python clip_reference.py OUT; see mode4j-torch/src/test/resources/io/mode4j/torch/openclip/README.md."""
import json
import math
import pathlib
import sys

import open_clip
import torch
from open_clip.loss import ClipLoss, SigLipLoss
from safetensors.torch import save_file

VISION = {"image_size": 16, "patch_size": 8, "width": 16, "layers": 3, "head_width": 8, "mlp_ratio": 4.0}
TEXT = {"context_length": 12, "vocab_size": 40, "width": 12, "heads": 2, "layers": 2}
KINDS = {
    "average": ({"pool_type": "avg", "final_ln_after_pool": True, "no_ln_pre": True, "ls_init_value": 0.1}, {"ls_init_value": 0.2, "mlp_ratio": 3.0}, {}),
    "siglip": ({"pool_type": "avg"}, {"pool_type": "last", "proj_bias": True}, {"init_logit_bias": -4.0, "init_logit_scale": math.log(10)}),
}
MEAN = torch.tensor(open_clip.OPENAI_DATASET_MEAN).view(1, 3, 1, 1)
STD = torch.tensor(open_clip.OPENAI_DATASET_STD).view(1, 3, 1, 1)
torch.set_num_threads(1)
out = pathlib.Path(sys.argv[1])


def texts():
    rows = torch.zeros(6, 12, dtype=torch.int64)
    for i, length in enumerate([5, 3, 8, 12, 4, 3]):
        rows[i, 0] = 38
        rows[i, 1:length - 1] = torch.randint(1, 38, (length - 2,))
        rows[i, length - 1] = 39
    return rows


def build(name, vision, text, model):
    config = {"embed_dim": 10, "vision_cfg": VISION | vision, "text_cfg": TEXT | text, "quick_gelu": False} | model
    (out / f"{name}.json").write_text(json.dumps({"model_cfg": config}))
    torch.manual_seed(5)
    clip = open_clip.model.CLIP(**config, output_dict=True)
    with torch.no_grad():
        for parameter_name, parameter in clip.named_parameters():
            if not parameter_name.startswith("logit_"):
                parameter.add_(torch.randn_like(parameter) * 0.1)
    pixels = torch.randint(0, 256, (6, 3, 16, 16), dtype=torch.uint8)
    tokens = texts()
    images = (pixels.float() / 255 - MEAN) / STD
    values = {"pixels": pixels, "tokens": tokens}
    values |= {f"weights.{k}": v.detach().clone() for k, v in clip.named_parameters()}
    return clip, images, tokens, values


def dropout():
    """Which patches are dropped is drawn anew from the same seed: once on the patches' own numbers, to see them, and once in the tower."""
    clip, images, tokens, values = build("dropout", {"patch_size": 4, "patch_dropout": 0.5}, {}, {})
    clip.train()
    numbers = torch.arange(17.0).view(1, 17, 1).expand(6, 17, 1)
    with torch.no_grad():
        torch.manual_seed(7)
        values["kept"] = clip.visual.patch_dropout(numbers)[:, 1:, 0].long() - 1
        torch.manual_seed(7)
        values["image_features"] = clip.encode_image(images, normalize=True)
        values["text_features"] = clip.encode_text(tokens, normalize=True)
    save_file({k: v.contiguous() for k, v in values.items()}, out / "dropout.safetensors")


dropout()
for name, (vision, text, model) in KINDS.items():
    clip, images, tokens, values = build(name, vision, text, model)
    with torch.no_grad():
        values["image_features"] = clip.encode_image(images, normalize=True)
        values["text_features"] = clip.encode_text(tokens, normalize=True)
    decayed = [p for n, p in clip.named_parameters() if p.ndim >= 2]
    others = [p for n, p in clip.named_parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.2}, {"params": others, "weight_decay": 0.0}], lr=1e-3, betas=(0.9, 0.98), eps=1e-6)
    loss = SigLipLoss() if name == "siglip" else ClipLoss()
    losses = []
    for step in range(5):
        optimizer.zero_grad()
        result = loss(**clip(images, tokens))
        losses.append(result.item())
        result.backward()
        if step == 0:
            values |= {f"gradients.{k}": v.grad.clone() for k, v in clip.named_parameters()}
        optimizer.step()
        with torch.no_grad():
            clip.logit_scale.clamp_(0, math.log(100))
    values["losses"] = torch.tensor(losses)
    values |= {f"after5.{k}": v.detach().clone() for k, v in clip.named_parameters()}
    save_file({k: v.contiguous() for k, v in values.items()}, out / f"{name}.safetensors")
    print(name, losses)
