"""Searches unit vectors by FAISS' HNSW: "build" builds the index, "search K EF" asks every query by itself, in one thread; both are answered with
the seconds they took, and the places that were found go to a file.

usage: search.py VECTORS.npy QUERIES.npy FOUND.npy
"""

import sys
import time

import faiss
import numpy as np

NEIGHBOURS = 16
BEAM = 100

if __name__ == "__main__":
    vectors, queries = np.load(sys.argv[1]), np.load(sys.argv[2])
    index = faiss.IndexHNSWFlat(vectors.shape[1], NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = BEAM
    threads = faiss.omp_get_max_threads()
    for line in sys.stdin:
        words = line.split()
        start = time.perf_counter()
        if words[0] == "build":
            index.add(vectors)
        else:
            k = int(words[1])
            index.hnsw.efSearch = int(words[2])
            faiss.omp_set_num_threads(1)
            places = [index.search(query[None], k)[1][0] for query in queries]
            faiss.omp_set_num_threads(threads)
        took = time.perf_counter() - start
        if words[0] != "build":
            np.save(sys.argv[3], np.concatenate(places).astype(np.int32))
        print(took, flush=True)
