"""clip-retrieval's back end over vectors that are given: its own server, a model of open_clip, FAISS' HNSW with 16 neighbours, metadata in Parquet.

usage: clip_back.py MODEL VECTORS.npy FOLDER PORT THREADS
"""

import json
import sys
from pathlib import Path

import faiss
import flask
import numpy as np
import open_clip
import pandas as pd
import torch

NEIGHBOURS = 16
BEAM = 100

model, vectors, folder, port, threads = sys.argv[1], np.load(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
torch.set_num_threads(threads)
faiss.omp_set_num_threads(threads)
index = faiss.IndexHNSWFlat(vectors.shape[1], NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
index.hnsw.efConstruction = BEAM
index.hnsw.efSearch = BEAM
index.add(vectors)
(folder / "metadata").mkdir(parents=True)
faiss.write_index(index, str(folder / "image.index"))
pd.DataFrame([{"url": f"https://example.org/{i}", "caption": f"picture {i}"} for i in range(len(vectors))]).to_parquet(folder / "metadata" / "0.parquet")
(folder / "indices.json").write_text(json.dumps({folder.name: str(folder)}))
faiss.omp_set_num_threads(1)  # a question is one thread's work

import all_clip  # noqa: E402
from clip_retrieval.clip_back import clip_back  # noqa: E402


def local(*_, **__):
    loaded, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{model}")
    return loaded.eval(), preprocess, open_clip.get_tokenizer("ViT-B-32")


all_clip.load_clip = local  # theirs would download weights
serve = flask.Flask.run
flask.Flask.run = lambda app, host, port, debug: serve(app, "127.0.0.1", port, debug)
clip_back(
    str(folder / "indices.json"),
    port,
    columns_to_return=["url", "caption"],
    enable_mclip_option=False,
    use_jit=False,
    provide_aesthetic_embeddings=False,
)
