package io.mode4j.cluster.points;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.NpyMatrix;
import java.util.List;

/** Rows of memory-mapped matrices, one after another. */
final class MatrixPoints implements Points {
    private final List<NpyMatrix> matrices;
    private final RowStarts starts;
    private final int dim;

    MatrixPoints(List<NpyMatrix> matrices) throws BadInputException {
        if (matrices.isEmpty()) {
            throw new BadInputException("no embedding files were given; run the embed stage first");
        }
        this.matrices = List.copyOf(matrices);
        this.dim = matrices.getFirst().dim();
        this.starts = RowStarts.of(matrices.stream().mapToLong(NpyMatrix::rows).toArray());
        for (int m = 0; m < matrices.size(); m++) {
            long end = starts.of(m + 1);
            if (matrices.get(m).dim() != dim || end > Integer.MAX_VALUE) {
                throw new BadInputException("%s has dim %d and brings the rows to %d; expected dim %d as in %s, and at most %d rows"
                        .formatted(matrices.get(m).file(), matrices.get(m).dim(), end, dim, matrices.getFirst().file().getFileName(),
                                Integer.MAX_VALUE));
            }
        }
    }

    @Override
    public int size() {
        return (int) starts.size();
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public void read(int from, int count, float[] into) {
        int file = starts.fileOf(from);
        if (from + count <= starts.of(file + 1)) {
            matrices.get(file).rows(from - starts.of(file), count, into);
            return;
        }
        float[] row = new float[dim];
        for (int i = 0; i < count; i++) {
            file = starts.fileOf(from + i);
            matrices.get(file).row(from + i - starts.of(file), row);
            System.arraycopy(row, 0, into, i * dim, dim);
        }
    }
}
