package io.mode4j.cluster;

/** Compares a block of points with the few centres whose prices fell most. One per worker. */
final class FallenCenters {
    private final ShiftedCenters few;
    private final int[] numbers; // [F] which centres they are
    private final double[] prices; // [K or more]
    private final PointBlock block;
    private float[] products = {}; // [F, SIZE]

    FallenCenters(ShiftedCenters few, int[] numbers, double[] prices) {
        this.few = few;
        this.numbers = numbers;
        this.prices = prices;
        this.block = new PointBlock(few);
    }

    /** Loads points {@code from .. from + size}. */
    void load(Points points, int from, int size) {
        if (numbers.length > 0) {
            block.load(points, from, size);
            products = block.products(few, 0, numbers.length);
        }
    }

    /** Offers point p of the block those of these centres that are not listed and better than the bound of its list. */
    void offer(int p, int point, Candidates lists) {
        for (int f = 0; f < numbers.length; f++) {
            float cost = Math.max(0, products[f * PointBlock.SIZE + p] + few.norms()[f] + block.norm(p));
            if (cost + prices[numbers[f]] < lists.bound(point) && !lists.lists(point, numbers[f])) {
                lists.replaceWorst(point, numbers[f], cost, prices);
            }
        }
    }
}
