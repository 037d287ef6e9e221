package io.mode4j.cluster.points;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.NpyMatrix;
import java.util.Arrays;
import java.util.List;

/** Rows of memory-mapped matrices, one after another. */
final class MatrixPoints implements Points {
    private final List<NpyMatrix> matrices;
    private final int[] starts; // [matrices + 1]
    private final int dim;

    MatrixPoints(List<NpyMatrix> matrices) throws BadInputException {
        if (matrices.isEmpty()) {
            throw new BadInputException("no embedding files were given; run the embed stage first");
        }
        this.matrices = List.copyOf(matrices);
        this.dim = matrices.getFirst().dim();
        this.starts = new int[matrices.size() + 1];
        for (int m = 0; m < matrices.size(); m++) {
            long end = starts[m] + matrices.get(m).rows();
            if (matrices.get(m).dim() != dim || end > Integer.MAX_VALUE) {
                throw new BadInputException("%s has dim %d and brings the rows to %d; expected dim %d as in %s, and at most %d rows"
                        .formatted(matrices.get(m).file(), matrices.get(m).dim(), end, dim, matrices.getFirst().file().getFileName(),
                                Integer.MAX_VALUE));
            }
            starts[m + 1] = (int) end;
        }
    }

    @Override
    public int size() {
        return starts[matrices.size()];
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public void read(int from, int count, float[] into) {
        int file = fileOf(from);
        if (from + count <= starts[file + 1]) {
            matrices.get(file).rows(from - starts[file], count, into);
            return;
        }
        float[] row = new float[dim];
        for (int i = 0; i < count; i++) {
            file = fileOf(from + i);
            matrices.get(file).row(from + i - starts[file], row);
            System.arraycopy(row, 0, into, i * dim, dim);
        }
    }

    private int fileOf(int row) {
        int found = Arrays.binarySearch(starts, row);
        int file = found >= 0 ? found : -found - 2;
        while (starts[file + 1] == starts[file]) {
            file++; // an empty file starts where the next one does
        }
        return file;
    }
}
