"""The captions of tar shards, a process per shard, written to one JSON file each.

usage: captions.py reference|onepass PROCESSES OUT_FOLDER SHARD.tar...

reference: how MoDE's published preparation goes about it: lists all members, opens each JSON file through tarfile,
           and looks up every member's position in the lists of positions taken so far.
onepass:   the same result from one walk over the archive with a dictionary, what a careful Python author might write.
"""

import json
import random
import sys
import tarfile
from multiprocessing import Pool
from pathlib import Path

from serve import serve

IMAGES = ("jpg", "jpeg")


def reference(shard):
    captions, text_positions, image_positions = [], [], []
    text_key = image_key = caption = None
    text_position = image_position = -1
    with tarfile.open(shard) as tar:
        for position, member in enumerate(tar.getmembers()):
            key, _, extension = member.name.rpartition(".")
            if extension == "json":
                with tar.extractfile(member) as file:
                    caption = random.choice(json.load(file)["texts"])
                text_key, text_position = key, position
            if extension in IMAGES:
                image_key, image_position = key, position
            paired = image_key is not None and image_key == text_key and caption
            if paired and text_position not in text_positions and image_position not in image_positions:
                captions.append(caption)
                text_positions.append(text_position)
                image_positions.append(image_position)
    return {"captions": captions, "texts": text_positions, "images": image_positions}


def onepass(shard):
    texts, images = {}, {}
    with tarfile.open(shard) as tar:
        for position, member in enumerate(tar):
            key, _, extension = member.name.rpartition(".")
            if extension == "json":
                texts[key] = (position, random.choice(json.loads(tar.extractfile(member).read())["texts"]))
            elif extension in IMAGES:
                images[key] = position
    keys = [key for key in texts if key in images]
    return {
        "captions": [texts[key][1] for key in keys],
        "texts": [texts[key][0] for key in keys],
        "images": [images[key] for key in keys],
    }


def extract(job):
    way, folder, shard = job
    found = {"reference": reference, "onepass": onepass}[way](shard)
    (Path(folder) / (Path(shard).stem + ".json")).write_text(json.dumps(found))


if __name__ == "__main__":
    way, processes, folder, *shards = sys.argv[1:]
    with Pool(int(processes)) as pool:
        serve(lambda: pool.map(extract, [(way, folder, shard) for shard in shards], chunksize=1))
