"""sentence-transformers at its defaults. usage: embed.py MODEL_FOLDER CAPTIONS.txt"""

import sys
from pathlib import Path

from sentence_transformers import SentenceTransformer
from serve import serve

model = SentenceTransformer(sys.argv[1], device="cpu")
captions = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
serve(lambda: model.encode(captions))
