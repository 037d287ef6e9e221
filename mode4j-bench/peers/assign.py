"""Assigns embedding files to centres the way the reference's preparation goes about it: distances by torch.cdist in batches, Python lists,
one JSON file each. usage: assign.py EMBEDDINGS_FOLDER CENTRES.npy OUT_FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from serve import serve

BATCH = 4096


def assign(file, centres, out):
    rows = torch.from_numpy(np.load(file)).float()
    owners, distances = [], []
    for batch in rows.split(BATCH):
        least, nearest = torch.cdist(batch, centres).min(dim=1)
        owners.extend(nearest.tolist())
        distances.extend(least.tolist())
    (out / (file.stem + ".json")).write_text(json.dumps({"cluster": owners, "distance": distances}))


if __name__ == "__main__":
    folder, centres, out = sys.argv[1:]
    centres = torch.from_numpy(np.load(centres))
    files = sorted(Path(folder).glob("*.npy"))
    serve(lambda: [assign(file, centres, Path(out)) for file in files])
