package io.mode4j.cluster.points;

/** Points in memory. */
@SuppressWarnings("ArrayRecordComponent") // wraps the array, shared on purpose; nobody compares these
record ArrayPoints(float[] values, int dim) implements Points {
    ArrayPoints {
        if (dim < 1 || values.length % dim != 0) {
            throw new IllegalArgumentException("points of dim " + dim + " need a multiple of " + dim + " values, found " + values.length);
        }
    }

    @Override
    public int size() {
        return values.length / dim;
    }

    @Override
    public void read(int from, int count, float[] into) {
        System.arraycopy(values, from * dim, into, 0, count * dim);
    }
}
