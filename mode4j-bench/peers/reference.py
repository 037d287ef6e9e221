"""The vectors that sentence-transformers gives for captions: what mode4j-onnx's tests compare with.

usage: reference.py FOLDER CAPTIONS.txt VECTORS.npy      FOLDER as minilm.py makes it
"""

import sys
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

folder, captions, vectors = sys.argv[1:]
lines = Path(captions).read_text(encoding="utf-8").split("\n")[:-1]
np.save(vectors, SentenceTransformer(folder, device="cpu").encode(lines).astype("<f4"))
