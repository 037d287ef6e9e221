"""Makes the files beside it: python golden.py (numpy 2.4, safetensors 0.8)."""

import numpy as np
from safetensors.numpy import save_file

matrix = np.arange(12, dtype=np.float32).reshape(3, 4) / 8
np.save("float32.npy", matrix)
np.save("float16.npy", matrix.astype(np.float16))
np.save("floats.npy", matrix[1])
np.save("ints.npy", np.array([7, -1, 2147483647], dtype=np.int32))
np.save("longs.npy", np.array([7, -1, 2**40], dtype=np.int64))
np.save("fortran.npy", np.asfortranarray(matrix))
np.save("float64.npy", matrix.astype(np.float64))
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, matrix, version=(2, 0))
with open("version3.npy", "wb") as file:
    np.lib.format.write_array(file, matrix, version=(3, 0))
for name, array in dict(bigendian=matrix.astype(">f4"), bighalf=matrix.astype(">f2"), bigdouble_fortran=np.asfortranarray(matrix.astype(">f8")),
                        half_fortran=np.asfortranarray(matrix.astype("f2")), bigints=np.array([7, -1, 2147483647], dtype=">i4"),
                        structured=np.zeros(3, [("a", "f4"), ("b", "i4")]), objects=np.array([{}, None], object), strings=np.array(["ab"]),
                        complexes=matrix.astype("c8"), bools=matrix > 1, quads=matrix.astype("f16"), scalar=matrix[0, 0], vector3d=matrix[None],
                        width0=matrix[:, :0], times=np.zeros(2, "M8[s]")).items():
    np.save(name + ".npy", array)
save_file(
    {"centers": matrix, "sizes": np.array([5, 6, 7], dtype=np.int64), "halves": matrix.astype(np.float16),
     "labels": np.array([1, 2], dtype=np.int32)},
    "python.safetensors", metadata={"made by": "safetensors"})
