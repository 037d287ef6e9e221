"""Makes nearest.txt: which pixel Pillow takes when it resizes by the nearest one (see README.md). Argument 1 is the target."""
import sys
import zlib

import numpy
from PIL import Image

with open(sys.argv[1], "w") as out:
    for side in range(1, 701):
        line = Image.fromarray(numpy.arange(side, dtype=numpy.int32)[None])
        crc = 0
        for size in range(1, 701):
            taken = numpy.asarray(line.resize((size, 1), Image.Resampling.NEAREST))[0]
            crc = zlib.crc32(taken.astype("<u2").tobytes(), crc)
        out.write(f"{crc:08x}\n")
