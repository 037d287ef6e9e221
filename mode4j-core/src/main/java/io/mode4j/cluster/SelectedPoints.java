package io.mode4j.cluster;

/** Chosen rows of other points. */
@SuppressWarnings("ArrayRecordComponent") // wraps the array, shared on purpose; nobody compares these
record SelectedPoints(Points all, int[] indices) implements Points {
    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public int dim() {
        return all.dim();
    }

    @Override
    public void read(int from, int count, float[] into) {
        float[] row = new float[dim()];
        for (int i = 0; i < count; i++) {
            all.read(indices[from + i], 1, row);
            System.arraycopy(row, 0, into, i * dim(), dim());
        }
    }
}
