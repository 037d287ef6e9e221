"""Makes the files of this folder with open_clip: python reference.py OUT; see the README beside it."""
import gzip, json, pathlib, sys

import open_clip
import torch
from open_clip.model import CLIP
from open_clip.tokenizer import SimpleTokenizer
from open_clip.transform import image_transform
from PIL import Image
from safetensors.torch import save_file

OUT = pathlib.Path(sys.argv[1])
TEXTS = ["a cab", "bad dad, bad!", "", "Ça va, abc abc abc abc abc", "dab", "cab"]
with gzip.GzipFile(OUT / "merges.txt.gz", "w", mtime=0) as out:
    out.write(b"#version: 0.2\na b\nd a\na b</w>\nc ab</w>\nc a\nab c\nda b</w>")
tokenizer = SimpleTokenizer(bpe_path=str(OUT / "merges.txt.gz"), context_length=8)
config = {"embed_dim": 12,
          "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 16, "layers": 2, "head_width": 8, "mlp_ratio": 2.0},
          "text_cfg": {"context_length": 8, "vocab_size": tokenizer.vocab_size, "width": 8, "heads": 2, "layers": 2}, "quick_gelu": True}
(OUT / "model.json").write_text(json.dumps({"model_cfg": config}) + "\n")
(OUT / "texts.txt").write_text("\n".join(TEXTS) + "\n")
torch.manual_seed(3)
model = CLIP(**config).eval()
torch.save({"epoch": 1, "name": "tiny-quickgelu", "state_dict": {"module." + k: v for k, v in model.state_dict().items()}}, OUT / "model.pt")
for i in range(3):
    Image.fromarray(torch.randint(0, 256, (16, 16, 3), dtype=torch.uint8).numpy()).save(OUT / f"{i}.png")
transform = image_transform(16, is_train=False)
with torch.no_grad():
    ids = tokenizer(TEXTS)
    images = model.encode_image(torch.stack([transform(Image.open(OUT / f"{i}.png")) for i in range(3)]), normalize=True)
    labels = torch.stack([torch.nn.functional.normalize(model.encode_text(tokenizer([f"a {label}", f"bad {label}"]), normalize=True).mean(0), dim=0) for label in ["cab", "dad"]])
    save_file({"ids": ids, "text_features": model.encode_text(ids, normalize=True).contiguous(), "image_features": images.contiguous(),
               "probabilities": (model.logit_scale.exp() * images @ labels.T).softmax(-1).contiguous()}, OUT / "expected.safetensors")
print(ids)
