"""all-MiniLM-L6-v2 as a folder that sentence-transformers loads, made from the ONNX file and the tokenizer that mode4j uses.

usage: minilm.py MODEL.onnx TOKENIZER.json FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

CONFIG = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": 384,
    "intermediate_size": 1536,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "num_attention_heads": 12,
    "num_hidden_layers": 6,
    "pad_token_id": 0,
    "type_vocab_size": 2,
    "vocab_size": 30522,
}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]
POOLING = {"word_embedding_dimension": 384, "pooling_mode_mean_tokens": True}


def weights(model: Path) -> dict[str, np.ndarray]:
    """The parameters under BertModel's names. The export kept those of biases, tables and norms; a matrix is
    transposed and nameless, but the node that multiplies by it is called after its layer."""
    graph = onnx.load(model).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    named = {n: a for n, a in arrays.items() if not n.startswith("onnx::") and a.dtype == np.float32}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays:
            layer = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
            named[layer + ".weight"] = np.ascontiguousarray(arrays[node.input[1]].T)
    return named


def write(model: Path, tokenizer: Path, folder: Path) -> None:
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    (folder / "2_Normalize").mkdir(exist_ok=True)
    save_file(weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    rules = json.loads(tokenizer.read_text())
    rules["truncation"] = rules["padding"] = None
    texts = {
        "tokenizer.json": rules,
        "config.json": CONFIG,
        "modules.json": MODULES,
        "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
        "1_Pooling/config.json": POOLING,
        "tokenizer_config.json": {
            "tokenizer_class": "BertTokenizerFast",
            "do_lower_case": True,
            "model_max_length": 512,
            "cls_token": "[CLS]",
            "mask_token": "[MASK]",
            "pad_token": "[PAD]",
            "sep_token": "[SEP]",
            "unk_token": "[UNK]",
        },
    }
    for name, value in texts.items():
        (folder / name).write_text(json.dumps(value))


if __name__ == "__main__":
    write(*map(Path, sys.argv[1:4]))
