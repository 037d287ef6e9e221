package io.mode4j.cluster.points;

import java.util.Arrays;

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

    @Override
    public Points select(int[] chosen) {
        return new SelectedPoints(all, Arrays.stream(chosen).map(i -> indices[i]).toArray());
    }
}
