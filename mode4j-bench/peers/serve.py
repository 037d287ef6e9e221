"""The peers' side of the benchmarks: answers every line on standard input with one line."""

import sys
import time


def serve(work, **questions):
    """Works once for every line and answers with the seconds it took; a line that names a question is answered with what that returns."""
    for line in sys.stdin:
        question = questions.get(line.strip())
        if question:
            print(question(), flush=True)
            continue
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, flush=True)
