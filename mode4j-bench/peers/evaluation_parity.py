"""Six data sets in CLIP_benchmark's layout and three small models of open_clip with random weights, and CLIP_benchmark's own evaluation of them in float32.

usage: evaluation_parity.py make FOLDER PICTURES   data sets wds/wds_NAME of so many pictures each, models/NAME
       evaluation_parity.py run FOLDER             theirs/DATASET-MODEL.json, as CLIP_benchmark writes one, and .npy: its scores, of a retrieval a row a text
Picture i of a data set is of the format i modulo 3: PNG, JPEG, WebP.
"""

import io
import json
import sys
import tarfile
from pathlib import Path

import clip_benchmark_eval
import numpy as np
import open_clip
import torch
from clip_benchmark.metrics import zeroshot_classification, zeroshot_retrieval
from PIL import Image, ImageDraw
from safetensors.torch import save_file

WORDS = "cat dog house tree car boat bird fish chair lamp star moon".split()
FORMATS = [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")]
SHARD = 250
TEXT = {"context_length": 32, "vocab_size": 49408, "width": 64, "heads": 4, "layers": 2}
MODELS = {
    "small-32": {"embed_dim": 32, "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "patch_size": 8, "head_width": 16}, "text_cfg": TEXT},
    "small-48": {"embed_dim": 48, "quick_gelu": True, "vision_cfg": {"image_size": 48, "layers": 3, "width": 96, "patch_size": 16, "head_width": 32}, "text_cfg": TEXT},
    "small-64": {"embed_dim": 64, "vision_cfg": {"image_size": 64, "layers": 2, "width": 128, "patch_size": 16, "head_width": 32}, "text_cfg": TEXT},
}


def picture(random, kind):
    """Clouds of every coarseness, ellipses and grain, 40 to 400 pixels wide and high."""
    size = tuple(int(v) for v in random.integers(40, 400, 2))
    light = np.zeros((size[1], size[0], 3))
    for cells in (2, 4, 8, 16, 32):
        noise = Image.fromarray(random.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        light += np.asarray(noise.resize(size, Image.Resampling.BICUBIC), dtype=float) / cells
    drawn = Image.fromarray(np.clip(light + random.normal(0, 4, light.shape), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(drawn)
    for _ in range(6):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        draw.ellipse((x, y, x + random.integers(5, 120), y + random.integers(5, 120)), fill=tuple(int(v) for v in random.integers(0, 256, 3)))
    out = io.BytesIO()
    drawn.save(out, kind, quality=88)
    return out.getvalue()


def array(values):
    out = io.BytesIO()
    np.save(out, values)
    return out.getvalue()


def label(random, kind):
    if kind == "retrieval":
        captions = [" ".join(random.choice(WORDS, 4)) for _ in range(random.integers(1, 6))]
        return "txt", "\n".join(captions).encode()
    if kind == "multilabel":
        return "npy", array((random.random(len(WORDS)) < 0.2).astype(np.int64))
    return "cls", str(random.integers(len(WORDS))).encode()


def data_set(folder, kind, seed, pictures):
    random = np.random.default_rng(seed)
    (folder / "test").mkdir(parents=True)
    (folder / "dataset_type.txt").write_text(kind)
    if kind != "retrieval":
        (folder / "classnames.txt").write_text("\n".join(WORDS) + "\n")
        (folder / "zeroshot_classification_templates.txt").write_text("a photo of a {c}.\na drawing of the {c}\n")
    shards = -(-pictures // SHARD)
    for shard in range(shards):
        with tarfile.open(folder / "test" / f"{shard}.tar", "w") as tar:
            for i in range(shard * SHARD, min(pictures, (shard + 1) * SHARD)):
                extension, encoder = FORMATS[i % 3]
                for name, content in ((extension, picture(random, encoder)), label(random, kind)):
                    member = tarfile.TarInfo(f"s{i:07d}.{name}")
                    member.size = len(content)
                    tar.addfile(member, io.BytesIO(content))
    (folder / "test" / "nshards.txt").write_text(str(shards))


def center(made, pictures):
    """Takes off the vision tower's last bias what these pictures have in common, so that each has an answer of its own: without, a random model gives most the same."""
    pooled = []
    hook = made.visual.ln_post.register_forward_hook(lambda _, __, output: pooled.append(output[:, 0]))
    size = made.visual.image_size[0]
    transform = open_clip.transform.image_transform(size, is_train=False)
    with torch.no_grad():
        made.encode_image(torch.stack([transform(Image.open(io.BytesIO(one))) for one in pictures]))
        made.visual.ln_post.bias -= pooled[0].mean(dim=0)
    hook.remove()


def model(folder, config, pictures):
    folder.mkdir(parents=True)
    made = open_clip.model.CLIP(**config).eval()
    center(made, pictures)
    preprocess = {"mean": open_clip.OPENAI_DATASET_MEAN, "std": open_clip.OPENAI_DATASET_STD, "interpolation": "bicubic", "resize_mode": "shortest"}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": preprocess}))
    save_file({name: value.contiguous() for name, value in made.state_dict().items() if name != "attn_mask"}, folder / "model.safetensors", {"format": "pt"})


def make(folder, pictures):
    for seed, kind in enumerate(["classification", "multilabel", "retrieval"] * 2):
        data_set(folder / "wds" / f"wds_{kind}-{seed // 3 + 1}", kind, seed, pictures)
    torch.manual_seed(1)
    random = np.random.default_rng(99)
    usual = [picture(random, "PNG") for _ in range(100)]
    for name, config in MODELS.items():
        model(folder / "models" / name, config, usual)


def kept(scores):
    """What CLIP_benchmark measures, caught on the way."""
    classify, recall = zeroshot_classification.run_classification, zeroshot_retrieval.batchify

    def run_classification(*arguments, **named):
        scores[:] = [(found := classify(*arguments, **named))[0]]
        return found

    def batchify(function, rows, *arguments, **named):
        scores.append(rows)
        return recall(function, rows, *arguments, **named)

    zeroshot_classification.run_classification, zeroshot_retrieval.batchify = run_classification, batchify
    return scores


def run(folder):
    (folder / "theirs").mkdir()
    scores = kept([])
    for data in sorted((folder / "wds").iterdir()):
        name = data.name.removeprefix("wds_")
        task = "zeroshot_retrieval" if name.startswith("retrieval") else "zeroshot_classification"
        for clip in MODELS:
            scores.clear()
            out = folder / "theirs" / f"{name}-{clip}"
            clip_benchmark_eval.run(["eval", "--dataset", f"wds/{name}", "--dataset_root", str(data), "--model", f"local-dir:{folder / 'models' / clip}",
                                     "--pretrained", "", "--task", task, "--no_amp", "--num_workers", "0", "--recall_k", "1", "5", "10", "--quiet", "--output", f"{out}.json"])
            np.save(f"{out}.npy", scores[0].numpy())


match sys.argv[1:]:
    case ["make", folder, pictures]:
        make(Path(folder), int(pictures))
    case ["run", folder]:
        run(Path(folder).absolute())
    case _:
        sys.exit(__doc__)
