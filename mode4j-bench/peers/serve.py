"""The peers' side of the benchmarks: for every line on standard input, works once and answers with the seconds it took."""

import sys
import time


def serve(work):
    for _ in sys.stdin:
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, flush=True)
