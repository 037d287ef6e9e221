"""Makes the reference pictures of io.mode4j.image: files in every mode that open_clip meets, and what its evaluation transform makes of them.

usage: make_pictures.py PHOTOS OUT     PHOTOS: skimage/data of the scikit-image 0.26.0 wheel
Needs Pillow 13.0.0, torchvision 0.29.2, open_clip_torch 3.3.0, numpy.
"""

import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from open_clip.transform import image_transform
from PIL import Image

photos, out = Path(sys.argv[1]), Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
SIZE = 48
LARGE = 224
wanted = {}


def photo(name, size):
    return Image.open(photos / name).convert("RGB").resize(size, Image.LANCZOS)


def save(name, image, size=SIZE, **options):
    image.save(out / name, **options)
    wanted[name] = size


def ellipse(size, soft):
    """An opacity mask: an ellipse with a soft edge."""
    w, h = size
    y, x = np.mgrid[:h, :w]
    r = np.hypot((x - w / 2) / (w / 2), (y - h / 2) / (h / 2))
    return Image.fromarray(np.uint8(255 * np.clip((1 - r) / soft, 0, 1)))


def with_alpha(image, soft=0.3):
    image = image.copy()
    image.putalpha(ellipse(image.size, soft))
    return image


cat, cup, astronaut, rocket, man = "chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg", "camera.png"

# JPEG
save("rgb-444.jpg", photo(cat, (151, 99)), quality=92, subsampling=0)
save("rgb-422.jpg", photo(cup, (150, 101)), quality=85, subsampling=1)
save("rgb-420.jpg", photo(astronaut, (133, 133)), quality=75, subsampling=2)
save("low-quality.jpg", photo(rocket, (160, 107)), quality=15)
save("progressive.jpg", photo(cat, (161, 107)), quality=85, progressive=True)
save("progressive-grey.jpg", photo(man, (97, 131)).convert("L"), quality=85, progressive=True)
save("grey.jpg", photo(man, (121, 90)).convert("L"), quality=90)
save("restarts.jpg", photo(cup, (127, 95)), quality=85, restart_marker_rows=1)
save("cmyk.jpg", photo(cat, (99, 77)).convert("CMYK"), quality=92)
ink = np.asarray(photo(cup, (88, 101)).convert("CMYK")).copy()
ink[..., 3] = ink[..., :3].min(-1)
ink[..., :3] -= ink[..., 3:]
save("cmyk-black.jpg", Image.frombytes("CMYK", (88, 101), ink.tobytes()), quality=92)
for orientation in (3, 6):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"exif-{orientation}.jpg", photo(cup, (140, 85)), quality=85, exif=exif)
save("adobe-rgb-profile.jpg", photo(rocket, (101, 150)), quality=90, icc_profile=b"\0" * 128)
save("no-subsampling-grey-icon.jpg", photo(astronaut, (48, 48)), quality=95)
save("very-wide.jpg", photo(rocket, (700, 21)), quality=85)
save("very-tall.jpg", photo(cup, (19, 600)), quality=85)
save("one-column.jpg", photo(cup, (1, 90)), quality=90)
save("one-pixel.jpg", photo(cup, (1, 1)), quality=90)
save("small.jpg", photo(cat, (31, 23)), quality=90)
save("at-224.jpg", photo(cat, (299, 201)), LARGE, quality=80)

# PNG
save("rgb.png", photo(cat, (90, 61)))
save("grey.png", photo(man, (77, 103)).convert("L"))
save("one-bit.png", photo(man, (140, 111)).convert("1"))
save("palette.png", photo(cup, (95, 71)).quantize(200))
save("palette-16.png", photo(cat, (95, 71)).quantize(16), bits=4)
palette = photo(cup, (83, 62)).quantize(64)
save("palette-transparent.png", palette, transparency=palette.getpixel((40, 30)))
save("palette-alpha.png", photo(cat, (83, 62)).quantize(60), transparency=bytes(range(0, 240, 4)))
save("rgba.png", with_alpha(photo(astronaut, (101, 80))))
save("rgba-hard.png", with_alpha(photo(cup, (80, 101)), 0.01))
save("rgba-tall.png", with_alpha(photo(astronaut, (60, 150))))
save("rgba-same-size.png", with_alpha(photo(cat, (SIZE, SIZE))))
save("grey-alpha.png", with_alpha(photo(man, (88, 67)).convert("L")))
save("rgb-transparent-color.png", photo(rocket, (70, 50)), transparency=(0, 0, 0))
grey16 = np.asarray(photo(man, (64, 51)).convert("L")).astype(np.uint16) * 257
save("grey-16-bit.png", Image.fromarray(grey16))
save("grey-16-bit-dark.png", Image.fromarray((grey16 // 200).astype(np.uint16)))
save("one-row.png", photo(cat, (120, 1)))
save("one-column.png", photo(cat, (1, 120)))
save("same-size.png", photo(cat, (SIZE, SIZE)))
save("at-224.png", photo(astronaut, (131, 112)).quantize(255).convert("RGB"), LARGE)

# WebP
save("lossy.webp", photo(cat, (151, 99)), quality=80)
save("lossy-low.webp", photo(cup, (120, 131)), quality=20)
save("lossless.webp", photo(cat, (71, 53)), lossless=True)
save("lossy-alpha.webp", with_alpha(photo(astronaut, (120, 90))), quality=80)
save("lossless-alpha.webp", with_alpha(photo(cup, (60, 61))), lossless=True)
save("exif.webp", photo(rocket, (111, 75)), quality=80, exif=exif)
save("animated.webp", photo(cat, (80, 60)), save_all=True, append_images=[photo(cup, (80, 60))], quality=80)

# 16-bit colour and interlacing, which Pillow does not write
def png(name, depth, color, interlace, rows, width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    (out / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
    wanted[name] = SIZE


def rows(array):
    return b"".join(b"\0" + row.tobytes() for row in array)


wide = (np.asarray(photo(cup, (66, 50))).astype(np.uint16) * 257 + 99 * (np.indices((50, 66)).sum(0)[..., None] % 2)).astype(">u2")
png("rgb-16-bit.png", 16, 2, 0, rows(wide), 66, 50)
alpha = np.asarray(with_alpha(photo(cat, (58, 50)))).astype(">u2") * 257
png("rgba-16-bit.png", 16, 6, 0, rows(alpha.astype(">u2")), 58, 50)
ga = np.asarray(with_alpha(photo(man, (58, 50)).convert("L"))).astype(">u2") * 257
png("grey-alpha-16-bit.png", 16, 4, 0, rows(ga.astype(">u2")), 58, 50)
grey4 = np.asarray(photo(man, (70, 69)).convert("L")) >> 4
png("grey-4-bit.png", 4, 0, 0, rows(grey4[:, ::2] << 4 | grey4[:, 1::2]), 70, 69)
flat = np.asarray(photo(astronaut, (75, 60)))
adam7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
png("interlaced.png", 8, 2, 1, b"".join(rows(flat[r::dr, c::dc]) for r, c, dr, dc in adam7), 75, 60)

for name, size in wanted.items():
    keep = image_transform(size, False)
    keep.transforms = keep.transforms[:-2]  # to RGB, without scaling to floats
    picture = keep(Image.open(out / name))
    assert picture.size == (size, size) and picture.mode == "RGB"
    picture.save(out / f"{name}.expected.png", optimize=True)
(out / "sizes.tsv").write_text("".join(f"{name}\t{size}\n" for name, size in sorted(wanted.items())))
print(len(wanted), "pictures,", sum(f.stat().st_size for f in out.iterdir()), "bytes")
