"""Plain k-means from given first centres. usage: kmeans.py faiss|sklearn POINTS.npy FIRST_CENTRES.npy ITERATIONS THREADS FOUND.npy

The clock covers the fit with its last assignment of all points, which scikit-learn makes anyway and FAISS when asked.
"""

import sys

import blas  # noqa: F401  before FAISS
import numpy as np
from serve import serve

library, points, first, iterations, threads, found = sys.argv[1:]
points, first, iterations = np.load(points), np.load(first), int(iterations)


def faiss_fit():
    # mode4j's last iteration is an assignment too: one training iteration less and the search
    fit = faiss.Kmeans(points.shape[1], len(first), niter=iterations - 1, max_points_per_centroid=1 << 30)
    fit.train(points, init_centroids=first)
    return fit.index.search(points, 1)[1].ravel()


def sklearn_fit():
    return KMeans(len(first), init=first, n_init=1, max_iter=iterations - 1, tol=0, algorithm="lloyd").fit(points).labels_


if library == "faiss":
    import faiss

    faiss.omp_set_num_threads(int(threads))
    fit = faiss_fit
else:
    import warnings

    from sklearn.cluster import KMeans

    warnings.filterwarnings("ignore")
    fit = sklearn_fit
serve(lambda: np.save(found, fit().astype(np.int32)))
