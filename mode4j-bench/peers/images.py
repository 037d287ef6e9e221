"""open_clip's evaluation transform on JPEG files, a process a core. usage: images.py PROCESSES SIZE FILE.jpg..."""

import io
import sys
from multiprocessing import Pool
from pathlib import Path

import torch
from open_clip.transform import image_transform
from PIL import Image
from serve import serve


def prepare(size, files):
    global transform, encoded
    torch.set_num_threads(1)
    transform = image_transform(size, is_train=False)
    encoded = [Path(file).read_bytes() for file in files]


def see(i):
    return transform(Image.open(io.BytesIO(encoded[i]))).shape[0]


if __name__ == "__main__":
    processes, size = int(sys.argv[1]), int(sys.argv[2])
    files = sys.argv[3:]
    with Pool(processes, prepare, (size, files)) as pool:
        pool.map(see, range(len(files)))
        serve(lambda: pool.map(see, range(len(files)), chunksize=32))
