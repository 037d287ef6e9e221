"""Names OpenBLAS' kernels for processors with AVX-512, before a library loads it: the OpenBLAS 0.3.15 in FAISS' wheel does not know the newer ones,
and takes its slowest kernels there (SSE3, a quarter of the speed)."""

import os
from pathlib import Path

cpuinfo = Path("/proc/cpuinfo")
if cpuinfo.exists() and "avx512f" in cpuinfo.read_text():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
