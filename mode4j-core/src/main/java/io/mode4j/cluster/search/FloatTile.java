package io.mode4j.cluster.search;

import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.ShiftedCenters;

/** Squared distances from float32 products. */
final class FloatTile implements DistanceTile {
    private final ShiftedCenters centers;
    private final ProductTile tile = new ProductTile();
    private PointBlock block;
    private int from;

    FloatTile(ShiftedCenters centers, PointBlock block) {
        this.centers = centers;
        this.block = block;
    }

    @Override
    public void load(PointBlock points) {
        block = points;
    }

    @Override
    public float error(int p) {
        return block.errorBound(centers, p);
    }

    @Override
    public void compute(int start, int end) {
        from = start;
        tile.compute(block, centers, start, end);
    }

    @Override
    public float value(int t, int p) {
        return tile.product(t, p) + centers.norms()[from + t];
    }

    @Override
    public void least(int start, int end, float[] least) {
        System.arraycopy(tile.least(start, end, centers.norms(), from, block.size()), 0, least, 0, block.size());
    }
}
