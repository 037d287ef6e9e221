package io.mode4j.ensemble.exchange;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import io.mode4j.task.Scores;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What one expert answered to one task, as {@code {logits [N, C], targets [N]}} of {@code torch.save}: rows are views of the mapped file. Owns the opened file until closed.
 * Not thread-safe.
 */
final class TorchScores implements Scores, AutoCloseable {

    private final TorchFile file;
    private final Tensor logits;
    private final int rows;
    private final int columns;
    private final int[] targets;

    private TorchScores(TorchFile file, Tensor logits, int[] targets) {
        this.file = file;
        this.logits = logits;
        this.rows = Math.toIntExact(logits.shape()[0]);
        this.columns = Math.toIntExact(logits.shape()[1]);
        this.targets = targets;
    }

    /**
     * Opens and checks a file.
     *
     * @throws BadInputException if it is not there, or holds something else
     */
    static TorchScores open(Path path) throws IOException {
        TorchFile file = TorchFile.open(path);
        try {
            Tensor logits = file.tensors().get("logits");
            Tensor targets = file.tensors().get("targets");
            if (logits == null || targets == null || logits.shape().length != 2 || !logits.dtype().isFloating()) {
                throw new BadInputException(
                        "%s: expected logits [N, C] and targets [N], found %s".formatted(path, file.tensors().keySet()));
            }
            TorchScores scores = new TorchScores(file, logits, whole(path, targets));
            scores.check(path);
            return scores;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static int[] whole(Path path, Tensor targets) throws BadInputException {
        return switch (targets.dtype()) {
            case INT32 -> targets.data().toArray(ValueLayout.JAVA_INT_UNALIGNED);
            case INT64 -> Arrays.stream(targets.data().toArray(ValueLayout.JAVA_LONG_UNALIGNED)).mapToInt(Math::toIntExact).toArray();
            default -> throw new BadInputException("%s: expected targets of whole numbers, found %s".formatted(path, targets.dtype()));
        };
    }

    private void check(Path path) throws BadInputException {
        if (targets.length != rows || rows == 0 || columns == 0) {
            throw new BadInputException(
                    "%s: expected as many targets as rows of logits, at least one, found %d targets for logits [%d, %d]".formatted(path,
                            targets.length, rows, columns));
        }
        for (int i = 0; i < rows; i++) {
            if (targets[i] < 0 || targets[i] >= columns) {
                throw new BadInputException(
                        "%s: expected targets from 0 to %d, found %d at %d".formatted(path, columns - 1, targets[i], i));
            }
            for (float value : floats(i)) {
                if (!Float.isFinite(value)) {
                    throw new BadInputException("%s: expected finite logits, found %s in row %d".formatted(path, value, i));
                }
            }
        }
    }

    private float[] floats(int r) {
        long bytes = (long) columns * logits.dtype().bytes();
        return new Tensor(logits.dtype(), new long[]{columns}, logits.data().asSlice(r * bytes, bytes)).floats();
    }

    /** The class of each picture {@code [N]}. */
    int[] targets() {
        return targets;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public void row(int r, double[] into) {
        float[] row = floats(r);
        for (int i = 0; i < columns; i++) {
            into[i] = row[i];
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
