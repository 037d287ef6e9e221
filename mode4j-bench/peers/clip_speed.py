"""A training step as open_clip_train takes it, or features of a batch.

usage: clip_speed.py train|images|texts FOLDER INPUTS REFERENCE SETTING eager|compiled TIMES DEVICE
SETTING is its --precision: fp32, amp or amp_bf16. REFERENCE is what clip_model.py reference wrote; TIMES says how often a run goes through INPUTS.
On a GPU the inputs lie in pinned memory and go there in every step or call, as open_clip_train takes them from its loader.
"""

import sys

import torch
from clip_model import clamp, inputs, load, optimizer
from open_clip.loss import ClipLoss
from open_clip_train.precision import get_autocast
from open_clip_train.train import backward
from safetensors import safe_open
from serve import serve

kind, folder, file, reference, setting, mode, times, device = sys.argv[1:]
cuda = device.startswith("cuda")
torch.backends.cudnn.benchmark = cuda  # as open_clip_train sets it
model = load(folder, device)
images, tokens = (values.pin_memory() if cuda else values for values in inputs(file))
autocast = get_autocast(setting, device_type=torch.device(device).type)
scaler = torch.amp.GradScaler(device=torch.device(device).type) if setting == "amp" else None
adamw = optimizer(model) if kind == "train" else None
loss = ClipLoss()
called = torch.compile(model) if mode == "compiled" else model


def moved(values):
    return values.to(device=device, non_blocking=True)


def synchronize():
    if cuda:
        torch.cuda.synchronize()


def forward_backward():
    pictures, texts = moved(images), moved(tokens)
    adamw.zero_grad()
    with autocast():
        result = called(pictures, texts)
        total = loss(**result)
    backward(total, scaler)
    return total


def step():
    forward_backward()
    if scaler is None:
        adamw.step()
    else:
        scaler.step(adamw)
        scaler.update()
    clamp(model)


def distance():
    """Relative distances of loss and gradient to float32; leaves the model alone."""
    found = forward_backward().item()
    scale = 1 if scaler is None else scaler.get_scale()
    squares = norm = 0.0
    with safe_open(reference, "pt") as expected:
        first = expected.get_tensor("losses")[0].item()
        for name, parameter in model.named_parameters():
            gradient = expected.get_tensor(f"gradients.{name}").to(device).double()
            squares += (parameter.grad.double() / scale - gradient).square().sum().item()
            norm += gradient.square().sum().item()
    return f"{abs(found - first) / first} {(squares / norm) ** 0.5}"


def feature_distance():
    with safe_open(reference, "pt") as expected, torch.no_grad(), autocast():
        rows = expected.get_tensor(f"{kind[:-1]}_features").to(device)
        return f"{((encode().float() - rows).norm() / rows.norm()).item()}"


if kind == "train":
    model.train()

    def work():
        for _ in range(int(times)):
            step()
        synchronize()

    serve(work, distance=distance)
else:
    model.eval()
    encoder, batch = (model.encode_image, images) if kind == "images" else (model.encode_text, tokens)
    encoder = torch.compile(encoder) if mode == "compiled" else encoder

    def encode():
        return encoder(moved(batch), normalize=True)

    def work():
        with torch.no_grad(), autocast():
            for _ in range(int(times)):
                encode()
        synchronize()

    serve(work, distance=feature_distance)
