"""Makes cleaning.jsonl.gz: mixtures of letters and signs, and what open_clip's cleaning makes of them (see README.md).

Needs ftfy; argument 1 is how many, argument 2 the target, argument 3 a seed.
"""
import gzip
import html
import json
import random
import sys
import unicodedata

import ftfy

random.seed(int(sys.argv[3]))
ENCODINGS = ["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso-8859-2", "mac_roman", "cp437", "cp1255", "cp1256", "cp850",
             "iso-8859-15", "koi8-r"]
LETTERS = [(0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x17F), (0x180, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x460, 0x52F), (0x531, 0x586), (0x5D0, 0x5EA),
           (0x620, 0x64A), (0x905, 0x939), (0xE01, 0xE30), (0x10A0, 0x10FF), (0x1E00, 0x1FFF), (0x3041, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
           (0xFB00, 0xFB06), (0xFF01, 0xFFEF), (0x1D400, 0x1D7FF), (0x1F300, 0x1F64F)]
SINGLE = {e: [c for b in range(128, 256) if (c := bytes([b]).decode(e, "ignore"))] for e in ENCODINGS}
SIGNS = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ") + [chr(c) for c in range(0xA0, 0xC0)] + list("–—―‘’‚“”„†‡•…‰‹›€№™ƒˆ˜ˇ˘˛˝΄΅·\ufffd\u00ad\u200b\u200d\ufeff")
SMALL = "abcdefghijklmnopqrstuvwxyz"


def assigned(c):
    return unicodedata.category(c) not in ("Cn", "Cs", "Co") and not 0x860 < ord(c) < 0x8FF


def letter():
    while True:
        first, last = random.choice(LETTERS)
        c = chr(random.randint(first, last))
        if assigned(c):
            return c


def one():
    kind = random.random()
    if kind < 0.30:
        return random.choice(SINGLE[random.choice(ENCODINGS[:10])])
    if kind < 0.45:
        return random.choice(SMALL + SMALL.upper())
    if kind < 0.60:
        return random.choice(SIGNS)
    if kind < 0.75:
        return letter()
    if kind < 0.78:
        return random.choice("0123456789²³¹½٣")
    if kind < 0.80:
        return chr(random.choice([*range(0x00, 0x20), *range(0x7F, 0xA0)]))
    if kind < 0.82:
        return random.choice("ΣΣΣσς’'.·\u0301\u0345")
    if kind < 0.85:
        return random.choice(["&amp;", "&lt;", "&EACUTE;", "&eacute", "&Atilde;&para;", "&#195;&#182;", "&#xc3;", "&#150;", "&nbsp;", "&amp;amp;eacute;"])
    if kind < 0.88:
        return random.choice("ÃÂâàáÐÑ€œ°×√‚≈Äò вЂГўВЂВ")
    return " "


def word():
    script = random.choice(LETTERS)
    out = "".join(chr(random.randint(*script)) for _ in range(random.randint(1, 7)))
    return "".join(c for c in out if assigned(c)) or "x"


def broken(text, times):
    for _ in range(times):
        encoding = random.choice(ENCODINGS[:10] if random.random() < 0.9 else ENCODINGS)
        bytes_ = text.encode("utf-8", "surrogatepass")
        if random.random() < 0.05:
            bytes_ = bytes_.replace(b"\xa0", b" ")
        if random.random() < 0.1:
            text = bytes_.decode(encoding, "replace")
        elif random.random() < 0.5 and encoding.startswith("cp125"):
            text = bytes_.decode("sloppy-" + encoding.replace("cp", "windows-"), "replace")
        else:
            text = bytes_.decode(encoding, "replace").replace("\ufffd", random.choice(["\ufffd", "", "?"]))
    return text


def made():
    kind = random.random()
    if kind < 0.35:
        return "".join(one() for _ in range(random.randint(1, 12)))
    source = " ".join(word() for _ in range(random.randint(1, 4)))
    if kind < 0.45:
        return source
    if random.random() < 0.3:
        source = random.choice(["“%s”", "%s’s", "«%s»", "%s…", "à %s", "%s — x", "50 °C %s", "%s™"]) % source
    if random.random() < 0.2:
        source = source.encode("utf-16", "surrogatepass").decode("utf-16") + random.choice("😀👍🏽é𝔘")
    text = broken(source, random.choice([1, 1, 1, 1, 2, 2, 3]))
    if kind < 0.60:
        return text
    if kind < 0.70:
        start = random.randrange(len(text) + 1)
        return text[start:start + random.randint(1, 10)]
    if kind < 0.80:
        return text + random.choice(["", " ", "\n"]) + broken(" ".join(word() for _ in range(2)), 1)
    if kind < 0.90:
        where = random.randrange(len(text) + 1)
        return text[:where] + one() + text[where:]
    if kind < 0.95:
        return "".join(one() for _ in range(4)) + text + "".join(one() for _ in range(4))
    where = random.randrange(len(text) + 1)
    return text[:where] + text[where + 1:]


def cleaned(text):
    text = html.unescape(html.unescape(ftfy.fix_text(text)))
    return " ".join(text.split()).lower()


with gzip.GzipFile(sys.argv[2], "wb", mtime=0) as out:
    count = 0
    while count < int(sys.argv[1]):
        text = made()
        clean = cleaned(text)
        if any(unicodedata.category(c) in ("Cs", "Cn") and ord(c) & 0xFFFE != 0xFFFE for c in text + clean):
            continue  # what this Python's Unicode does not know yet has no case and no decomposition here
        out.write((json.dumps({"text": text, "clean": clean}, ensure_ascii=False) + "\n").encode())
        count += 1
