"""The nearest centre of every row of a file by FAISS' flat index. usage: flat.py POINTS.npy CENTRES.npy THREADS FOUND.npy"""

import sys

import blas  # noqa: F401  before FAISS
import faiss
import numpy as np
from serve import serve

points, centres, threads, found = sys.argv[1:]
faiss.omp_set_num_threads(int(threads))
centres = np.load(centres)
index = faiss.IndexFlatL2(centres.shape[1])
index.add(centres)
nearest = None


def search():
    global nearest
    _, nearest = index.search(np.load(points), 1)


def report(work):
    work()
    np.save(found, nearest.ravel().astype(np.int32))


report(search)
serve(search)
