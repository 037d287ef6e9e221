"""Batches of two pictures as CIFAR's authors (Python 2) and users (Python 3) pickle them. python cifar.py, with numpy 2."""
import pickle
import struct

import numpy as np

i, band, y, x = np.meshgrid(np.arange(2), np.arange(3), np.arange(32), np.arange(32), indexing="ij")
pixels = ((i * 31 + band * 67 + y * 7 + x * 3) % 256).astype(np.uint8).reshape(2, 3072)

# what Python 2's cPickle writes in protocol 2: strings of bytes (U, T), arrays by their state
short = lambda text: b"U" + bytes([len(text)]) + text
dtype = b"cnumpy\ndtype\n" + short(b"u1") + b"K\x00K\x01\x87R(K\x03" + short(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
array = (b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85" + short(b"b") + b"\x87R(K\x01K\x02M\x00\x0c\x86" + dtype
         + b"\x89T" + struct.pack("<I", pixels.size) + pixels.tobytes() + b"tb")
python2 = (b"\x80\x02}(" + short(b"data") + array + short(b"labels") + b"](K\x07K\x02e" + short(b"batch_label") + short(b"testing batch 1 of 1")
           + short(b"filenames") + b"](" + short(b"a.png") + short(b"b.png") + b"eu.")
read = pickle.loads(python2, encoding="latin1")
assert (read["data"] == pixels).all() and read["labels"] == [7, 2]
open("cifar10-python2", "wb").write(python2)

for protocol in (2, 4, 5):
    with open(f"cifar100-protocol{protocol}", "wb") as out:
        pickle.dump({"data": pixels, "coarse_labels": [1, 1], "fine_labels": [99, 0]}, out, protocol)
with open("cifar100-bytes", "wb") as out:  # what pickle.load(encoding="bytes") gave, saved again
    pickle.dump({b"data": pixels, b"coarse_labels": [1, 1], b"fine_labels": [99, 0]}, out, 4)
np.save("paths.npy", np.array(["red/1.png", "blue/näher.png", "red/1.png"]))
np.save("counts.npy", np.array(["count_10", "count_3", "count_10"]))
