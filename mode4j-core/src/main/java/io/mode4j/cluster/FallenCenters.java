package io.mode4j.cluster;

import java.util.function.IntPredicate;

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

    /** The least of {@code others} and of the cost plus price of point p of the block for these centres, rounded down; but for those that are listed. */
    float least(int p, float others, IntPredicate listed) {
        double error = numbers.length == 0 ? 0 : 2 * block.errorBound(few, p);
        float least = others;
        for (int f = 0; f < numbers.length; f++) {
            double cost = Math.max(0, (double) products[f * PointBlock.SIZE + p] + few.norms()[f] + block.norm(p));
            float value = Math.nextDown((float) (cost + prices[numbers[f]] - error));
            if (value < least && !listed.test(numbers[f])) {
                least = value;
            }
        }
        return least;
    }
}
