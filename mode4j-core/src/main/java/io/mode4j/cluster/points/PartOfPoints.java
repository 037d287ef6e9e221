package io.mode4j.cluster.points;

/**
 * Consecutive points of others.
 *
 * @param all others
 * @param first of them
 * @param size how many
 */
public record PartOfPoints(Points all, int first, int size) implements Points {
    @Override
    public int dim() {
        return all.dim();
    }

    @Override
    public void read(int from, int count, float[] into) {
        all.read(first + from, count, into);
    }
}
