"""Balanced k-means as the reference's clustering does it: an auction in which the centres bid for points, written anew from the published
description (BASE layers' balanced assignment, as kernelmachine/balanced-kmeans uses it); Lloyd's iteration around it.

usage: balanced.py POINTS.npy FIRST_CENTRES.npy ITERATIONS FOUND.npy
"""

import sys

import numpy as np
import torch
from serve import serve

RETRIES = 100  # rounds in which a centre defends what it won last with the least bid
PATIENCE = 1000  # rounds after which points that nobody wants are bid for by everyone


def auction(benefit):
    """The centre of each point, from benefits [points, centres]; every centre bids for its floor(points / centres) best points a round."""
    points, centres = benefit.shape
    each = points // centres
    benefit = benefit.t().contiguous()
    step = ((benefit.max() - benefit.min()) / 50).clamp_min(1e-4)
    price = torch.zeros(points)
    value = benefit.clone()
    won, unwanted, rounds = None, None, 0
    while True:
        best, which = value.topk(each + 1, dim=1)
        bids = torch.zeros(centres, points).scatter_(1, which[:, :each], best[:, :each] - best[:, each:] + step)
        if won is not None and rounds < RETRIES:
            bids.view(-1)[won] = step
        if rounds > PATIENCE:
            bids.view(-1)[unwanted] = step
        wanted = (bids > 0).any(0)
        sold = wanted.nonzero().squeeze(1)
        unwanted = (~wanted).nonzero().squeeze(1)
        highest, bidder = bids[:, sold].max(0)
        if len(sold) == points:
            return bidder
        price[sold] += highest
        value = benefit - price
        won = bidder * points + sold
        value.view(-1)[won] = benefit.view(-1)[won]
        rounds += 1


def fit(points, first, iterations):
    centres = first.clone()
    for _ in range(iterations):
        # all differences at once, [points, centres, dim]
        distances = ((points.unsqueeze(1) - centres.unsqueeze(0)) ** 2).sum(-1)
        owner = auction(-distances)
        for k in range(len(centres)):
            mine = points[owner == k]
            centres[k] = mine.mean(0) if len(mine) else points[torch.randint(len(points), (1,))]
    return owner


if __name__ == "__main__":
    points, first, iterations, found = sys.argv[1:]
    points, first = torch.from_numpy(np.load(points)), torch.from_numpy(np.load(first))
    serve(lambda: np.save(found, fit(points, first, int(iterations)).numpy().astype(np.int32)))
