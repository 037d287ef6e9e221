package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;

/** Squared distances between a block of points and a few of the centres. One per worker. */
final class FewCenters {
    private final ShiftedCenters few;
    private final PointBlock block;
    private float[] products = {}; // [F, SIZE]

    FewCenters(ShiftedCenters few) {
        this.few = few;
        this.block = new PointBlock(few);
    }

    /** Loads points {@code from .. from + size}. */
    void load(Points points, int from, int size) {
        block.load(points, from, size);
        products = block.products(few, 0, few.count());
    }

    /** Of centre f of the few and point p of the block. */
    float cost(int f, int p) {
        return Math.max(0, products[f * PointBlock.SIZE + p] + few.norms()[f] + block.norm(p));
    }
}
