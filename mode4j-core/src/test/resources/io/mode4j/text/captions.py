"""Makes captions.jsonl.gz: real strings in many scripts, and the ids that open_clip's tokenizer gives them (see README.md).

Needs open_clip_torch, ftfy, babel; argument 1 is the folder of the iconify JSON files (prefixes and icon names), argument 2 the target.
"""
import gzip
import html
import html.entities
import importlib
import inspect
import json
import pathlib
import pkgutil
import random
import sys
import unicodedata

import babel
from open_clip.tokenizer import SimpleTokenizer

random.seed(4)
tokenizer = SimpleTokenizer()
texts = {}


def take(kind, candidates, count):
    candidates = sorted(set(candidates))
    random.shuffle(candidates)
    for text in candidates[:count]:
        texts.setdefault(text, kind)


# Names of countries, languages, scripts, currencies and months in every language of CLDR.
names = []
for identifier in babel.localedata.locale_identifiers():
    locale = babel.Locale.parse(identifier)
    for table in (locale.territories, locale.languages, locale.scripts, locale.currencies):
        names += [name for name in table.values() if name]
take("cldr", names, 2400)
take("cldr list", (", ".join(random.sample(names, random.randint(2, 40))) for _ in range(300)), 300)

# Icon names as captions.
icons = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    prefix = file.stem
    icons += [f"{name.replace('-', ' ')}, {prefix.replace('-', ' ')}" for name in json.loads(file.read_text())["icons"]]
take("icon", icons, 700)

# English sentences: Python's own documentation.
sentences = []
for module in pkgutil.iter_modules():
    if module.name in sys.stdlib_module_names and not module.name.startswith(("_", "antigravity", "this", "idlelib")):
        try:
            doc = inspect.getdoc(importlib.import_module(module.name)) or ""
        except Exception:
            continue
        sentences += [paragraph for paragraph in doc.split("\n\n") if paragraph.strip()]
take("sentence", sentences, 900)

# Emoji, symbols and letters by their names.
emoji = [chr(c) for c in [*range(0x1F300, 0x1FAFF), *range(0x2190, 0x2BFF), *range(0x3000, 0x33FF), *range(0xFB00, 0xFFEF)]
         if unicodedata.name(chr(c), "")]
take("emoji", (f"{c} {unicodedata.name(c).lower()} {random.choice(emoji)}{random.choice(emoji)}" for c in emoji), 500)

# HTML: escaped names, by name and by number, and doubly escaped.
by_character = {v: k for k, v in html.entities.html5.items() if len(v) == 1 and k.endswith(";")}
accented = [name for name in names if any(c in by_character for c in name)]
take("html", ("".join("&" + by_character[c] if c in by_character and c.isalpha() and ord(c) > 127 else c for c in name)
              for name in random.sample(accented, 200)), 150)
take("html", ("".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in name) for name in random.sample(names, 200)), 150)
take("html", (html.escape(html.escape(f"<b>{random.choice(names)}</b> & \"{random.choice(icons)}\"")) for _ in range(150)), 150)

# UTF-8 read as another encoding, once or twice.
mojibake = []
for name in random.sample([n for n in names if not n.isascii()], 3000):
    encoding = random.choice(["windows-1252", "latin-1", "windows-1252", "windows-1251", "windows-1250", "windows-1254"])
    try:
        broken = name.encode().decode(encoding)
        if random.random() < 0.1:
            broken = broken.encode().decode(encoding)
        mojibake.append(random.choice(["", "photo of ", "A "]) + broken)
    except UnicodeDecodeError:
        pass
for sentence in random.sample([s for s in sentences if "'" in s and len(s) < 300], 60):
    mojibake.append(sentence.replace("'", "\u2019").encode().decode("windows-1252"))
take("mojibake", mojibake, 500)
take("edge", ["", " ", "\t\n", "\ufeff", "\u200d", "a" * 5000, "word " * 2000, "é" * 300, "\ud7ff", "0123456789" * 30], 10)

with gzip.GzipFile(sys.argv[2], "wb", mtime=0) as out:
    for text, kind in texts.items():
        ids = ([49406] + tokenizer.encode(text))[:76] + [49407]
        out.write((json.dumps({"kind": kind, "text": text, "ids": ids}, ensure_ascii=False) + "\n").encode())
print(len(texts))
