"""Assigns embedding files to centres the way the reference's preparation goes about it: one torch file a shard, torch.cdist against all centres,
Python lists, json.dump to one file a shard; the shards are dealt out to a pool of processes.

usage: assign.py EMBEDDINGS_FOLDER CENTRES.npy PROCESSES OUT_FOLDER
"""

import json
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from serve import serve


def keep(file, folder):
    """What the reference's embedding step leaves for a shard: float32 vectors, and where in the tar each pair's text and image lie."""
    vectors = torch.from_numpy(np.load(file).astype(np.float32))
    texts, images = list(range(0, 2 * len(vectors), 2)), list(range(1, 2 * len(vectors), 2))
    kept = folder / (file.stem + ".pth")
    torch.save({"vectors": vectors, "texts": texts, "images": images}, kept)
    return kept


def assign(file):
    shard = torch.load(file, map_location="cpu")
    vectors = F.normalize(shard["vectors"], dim=-1)
    least, nearest = torch.cdist(vectors[None], centres[None])[0].min(dim=-1)
    least.numpy().tolist()  # the reference makes this list, and does not write it
    found = {"texts": shard["texts"], "images": shard["images"], "clusters": nearest.numpy().tolist()}
    with open(folder / (file.stem + ".json"), "w") as out:
        json.dump(found, out)


if __name__ == "__main__":
    embeddings, centres, processes, out = sys.argv[1:]
    folder = Path(out)
    files = [keep(file, folder) for file in sorted(Path(embeddings).glob("*.npy"))]
    centres = torch.from_numpy(np.load(centres))
    with Pool(int(processes)) as pool:
        serve(lambda: pool.map(assign, files, chunksize=1))
