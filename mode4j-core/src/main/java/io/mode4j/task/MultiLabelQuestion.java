package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A classification by several labels whose pictures are known. Its folder has {@code labels.npy}, float32 {@code [N, K]}: 1 where a picture shows the class, else 0. N pictures,
 * K classes.
 */
record MultiLabelQuestion(ClassTexts texts, LabelSets truth) implements ClassesQuestion {

    private static final String LABELS = "labels.npy";

    /** Reads the truth that {@link #write} wrote. */
    static LabelSets truth(Path folder) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(folder.resolve(LABELS))) {
            boolean[][] shown = new boolean[Math.toIntExact(matrix.rows())][matrix.dim()];
            float[] row = new float[matrix.dim()];
            for (int i = 0; i < shown.length; i++) {
                matrix.row(i, row);
                for (int k = 0; k < row.length; k++) {
                    shown[i][k] = row[k] != 0;
                }
            }
            return new LabelSets(shown);
        }
    }

    @Override
    public void write(FileLayer files, Path folder) throws IOException {
        boolean[][] shown = truth.shown();
        Npy.writeMatrix(files, folder.resolve(LABELS), Dtype.FLOAT32, shown.length, shown[0].length, (r, into) -> {
            for (int k = 0; k < into.length; k++) {
                into[k] = shown[(int) r][k] ? 1 : 0;
            }
        });
    }
}
