"""Makes cleanings.jsonl.gz: the ids that open_clip's tokenizer gives texts, cleaned in each of its ways (see README.md).

Needs ftfy, regex and numpy; argument 1 is open_clip's tokenizer.py with bpe_simple_vocab_16e6.txt.gz beside it (PyTorch is not needed), argument 2 the target.
"""
import gzip
import importlib.util
import json
import pathlib
import random
import string
import sys
import types

sys.modules["torch"] = types.SimpleNamespace(LongTensor=None, Tensor=None)
spec = importlib.util.spec_from_file_location("tokenizer", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

random.seed(5)
here = pathlib.Path(__file__).parent
mixtures = [json.loads(line)["text"] for line in gzip.open(here / "cleaning.jsonl.gz")]
plain = [json.loads(line)["text"] for line in open(here / "clip-tokens.jsonl")]
texts = ["", " ", "A cat, sitting; on-a mat!", "a cat sitting on a mat", "Sea_Waves__at_NIGHT", "snake_case_label", string.punctuation, "_", "'S 'T DON'T WE'LL I'D",
         "don\u2019t \u201cQUOTE\u201d", "<START_OF_TEXT> <start_of_text> <End_Of_Text>", "&lt;b&gt; &amp;amp; &#95; a&lowbar;b", "\u0130stanbul \u212a \u212b", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3.", "\u039f\u03a3_\u03a3'\u03a3 \u039f\u03a3\u2019",
         "3.14, 1,000 & 50%", "\uff21\uff0c\uff22\uff01", "a\u2014b \u2013 c\u2026", "\u00a1Hola! \u00bfQu\u00e9?", "\u017fT '\u017f", "x^2 + y_1 = {z}", "#hash @name", "\u4f60\u597d\uff0c\u4e16\u754c\u3002", "a . b", "word " * 40]
texts += random.sample(mixtures, 300) + random.sample(plain, 100)
with gzip.GzipFile(sys.argv[2], "wb", mtime=0) as out:
    for clean in ("lower", "whitespace", "whitespace_underscore", "canonicalize"):
        tokenizer = module.SimpleTokenizer(clean=clean)
        for text in texts:
            length = random.choice([2, 8, 16, 64, 77])
            ids = [tokenizer.sot_token_id] + tokenizer.encode(text) + [tokenizer.eot_token_id]
            if len(ids) > length:
                ids = ids[:length - 1] + [tokenizer.eot_token_id]
            out.write((json.dumps({"clean": clean, "length": length, "text": text, "ids": ids}, ensure_ascii=False) + "\n").encode())
