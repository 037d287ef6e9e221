"""open_clip's webdataset loader for training, an epoch a run. usage: loader.py WORKERS SIZE BATCH SAMPLES SHARD.tar..."""

import sys
from types import SimpleNamespace

import open_clip
import torch
from open_clip.transform import image_transform
from open_clip_train.data import get_wds_dataset
from serve import serve

if __name__ == "__main__":
    workers, size, batch, samples = map(int, sys.argv[1:5])
    torch.set_num_threads(1)
    args = SimpleNamespace(
        train_data="::".join(sys.argv[5:]),
        train_num_samples=samples,
        train_data_upsampling_factors=None,
        dataset_resampled=False,
        batch_size=batch,
        workers=workers,
        world_size=1,
        seed=0,
    )
    data = get_wds_dataset(args, image_transform(size, is_train=True), True, tokenizer=open_clip.get_tokenizer("ViT-B-32"))
    epoch = 0

    def work():
        global epoch
        data.set_epoch(epoch)
        epoch += 1
        seen = sum(len(texts) for _, texts in data.dataloader)
        assert seen == samples, f"{seen} of {samples} samples"

    serve(work)
