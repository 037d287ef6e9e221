"""Makes the files of this folder with open_clip: python reference.py OUT; see the README beside it."""
import hashlib, json, math, pathlib, sys
from collections import OrderedDict

import open_clip
import torch
from open_clip.model import CLIP, CustomTextCLIP, resize_pos_embed, resize_text_pos_embed
from safetensors.torch import save_file

OUT = pathlib.Path(sys.argv[1])
CONFIG = {"embed_dim": 4,
          "vision_cfg": {"image_size": 32, "patch_size": 8, "width": 8, "layers": 1, "head_width": 4, "mlp_ratio": 2.0},
          "text_cfg": {"context_length": 6, "vocab_size": 12, "width": 8, "heads": 2, "layers": 1}, "quick_gelu": True}
(OUT / "tiny.json").write_text(json.dumps({"model_cfg": CONFIG}) + "\n")
torch.manual_seed(7)
model = CLIP(**CONFIG)
state = model.state_dict()
save_file({k: v.contiguous() for k, v in model.named_parameters()}, OUT / "expected.safetensors")

torch.save(state, OUT / "plain.pt")
optimizer = {"state": {0: {"step": torch.tensor(3.0), "exp_avg": torch.ones(2)}}, "param_groups": [{"lr": 1e-3, "betas": (0.9, 0.98), "params": [0]}]}
torch.save({"epoch": 3, "name": "tiny", "state_dict": OrderedDict(("module._orig_mod." + k, v) for k, v in state.items()), "optimizer": optimizer,
            "scaler": {"scale": 65536.0}}, OUT / "trained.pt")
torch.save({k: v.half() for k, v in state.items()}, OUT / "half.pt")
torch.save({k: v.bfloat16() for k, v in state.items()}, OUT / "bfloat16.pt")
openai = OrderedDict((k, v.half()) for k, v in model.named_parameters())
openai.update(input_resolution=torch.tensor(32), context_length=torch.tensor(6), vocab_size=torch.tensor(12))
torch.save(openai, OUT / "openai.pt")
custom = CustomTextCLIP(**CONFIG)
custom.load_state_dict({("" if k.startswith(("visual.", "logit_")) else "text.") + k: v for k, v in model.named_parameters()}, strict=False)
torch.save(custom.state_dict(), OUT / "custom-text.pt")

resized = {}
for side in (1, 2, 3, 5, 9):
    larger = CLIP(**{**CONFIG, "vision_cfg": {**CONFIG["vision_cfg"], "image_size": 8 * side}})
    copy = OrderedDict((k, v.clone()) for k, v in state.items())
    resize_pos_embed(copy, larger)
    resized[f"visual.{side}"] = copy["visual.positional_embedding"].contiguous()
for length in (3, 5, 7, 20):
    longer = CLIP(**{**CONFIG, "text_cfg": {**CONFIG["text_cfg"], "context_length": length}})
    copy = OrderedDict((k, v.clone()) for k, v in state.items())
    resize_text_pos_embed(copy, longer)
    resized[f"text.{length}"] = copy["positional_embedding"].contiguous()
save_file(resized, OUT / "resized.safetensors")

with open(OUT / "architectures.tsv", "w") as out:
    for name in sorted(n for n in open_clip.list_models() if n.startswith("ViT-")):
        config = open_clip.get_model_config(name)
        if config.get("custom_text") or "hf_model_name" in config["text_cfg"] or config["text_cfg"].get("vocab_size") != 49408 \
                or "attentional_pool" in config["vision_cfg"] or config.get("multimodal_cfg"):
            continue
        with torch.device("meta"):
            named = CLIP(**config)
        lines = sorted(f"{k} {list(v.shape)}" for k, v in named.named_parameters())
        out.write(f"{name}\t{sum(p.numel() for p in named.parameters())}\t{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}\t{config.get('quick_gelu', False)}\n")

wide = {"embed_dim": 32, "vision_cfg": {"image_size": 32, "patch_size": 8, "width": 64, "layers": 3, "head_width": 16, "mlp_ratio": 4.0, "ls_init_value": 0.1},
        "text_cfg": {"context_length": 16, "vocab_size": 200, "width": 48, "heads": 3, "layers": 2, "proj_bias": True}, "init_logit_bias": -10.0}
(OUT / "wide.json").write_text(json.dumps({"model_cfg": wide}) + "\n")
draws = {}
for seed in range(40):
    torch.manual_seed(seed)
    for k, v in CLIP(**wide).named_parameters():
        draws.setdefault(k, []).append(v.detach().flatten().double())
with open(OUT / "initial.tsv", "w") as out:
    for k, values in sorted(draws.items()):
        x = torch.cat(values)
        out.write(f"{k}\t{len(x) // 40}\t{x.mean():.6g}\t{x.std():.6g}\t{x.abs().max():.6g}\n")
