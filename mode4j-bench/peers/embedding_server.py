"""A server of text embeddings with FastAPI and open_clip: what comes within two milliseconds is computed together, 32 texts at most."""

import asyncio
import sys

import open_clip
import torch
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

MOST = 32
WAIT = 0.002

folder, port, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
model = open_clip.create_model(f"local-dir:{folder}").eval()
tokenize = open_clip.get_tokenizer("ViT-B-32")
app = FastAPI()
waiting: asyncio.Queue = asyncio.Queue()


class Asked(BaseModel):
    input: list[str]


def compute(texts):
    with torch.inference_mode():
        return model.encode_text(tokenize(texts), normalize=True).tolist()


async def work():
    while True:
        batch = [await waiting.get()]
        end = asyncio.get_running_loop().time() + WAIT
        while sum(len(texts) for texts, _ in batch) < MOST:
            try:
                batch.append(await asyncio.wait_for(waiting.get(), end - asyncio.get_running_loop().time()))
            except TimeoutError:
                break
        vectors = await asyncio.to_thread(compute, [text for texts, _ in batch for text in texts])
        for texts, answer in batch:
            answer.set_result(vectors[: len(texts)])
            vectors = vectors[len(texts) :]


@app.on_event("startup")
async def start():
    asyncio.create_task(work())


@app.get("/health/ready")
async def ready():
    return {"status": "ready"}


@app.post("/v1/embeddings")
async def embeddings(asked: Asked):
    answer = asyncio.get_running_loop().create_future()
    await waiting.put((asked.input, answer))
    vectors = await answer
    return {"object": "list", "data": [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]}


uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)
