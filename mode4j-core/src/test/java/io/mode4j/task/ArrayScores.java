package io.mode4j.task;

/** Scores in memory, for tests. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ArrayScores(double[][] values) implements Scores {

    @Override
    public int rows() {
        return values.length;
    }

    @Override
    public int columns() {
        return values[0].length;
    }

    @Override
    public void row(int r, double[] into) {
        System.arraycopy(values[r], 0, into, 0, values[r].length);
    }
}
