package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Store;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The embeddings of an index's pairs, a file a shard, read where they lie until closed. Safe for use by several threads. */
final class CaptionEmbeddings implements AutoCloseable {
    private final List<@Nullable Shard> shards = new ArrayList<>();

    private record Shard(long firstRow, NpyMatrix rows) {}

    private final FalseNegatives told;

    private CaptionEmbeddings(FalseNegatives told) {
        this.told = told;
    }

    /**
     * Opens them.
     *
     * @param folder
     *            of the embed stage
     * @param told
     *            what they are read for
     * @throws BadInputException
     *             if they are of another number of pairs
     */
    static CaptionEmbeddings open(SampleIndex index, Path folder, FalseNegatives told) throws IOException {
        CaptionEmbeddings opened = new CaptionEmbeddings(told);
        try {
            for (int shard = 0; shard < index.shards(); shard++) {
                opened.add(index, shard, folder);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void add(SampleIndex index, int shard, Path folder) throws IOException {
        if (index.rows(shard) == 0) {
            shards.add(null);
            return;
        }
        String name = index.name(shard) + ".npy";
        NpyMatrix rows = Npy.openMatrix(Store.of(folder).local(name));
        shards.add(new Shard(index.rowNumbers(shard)[0], rows));
        if (rows.rows() != index.rows(shard)) {
            throw new BadInputException(
                    "%s: expected embeddings of %d pairs, found %d".formatted(folder.resolve(name), index.rows(shard), rows.rows()));
        }
    }

    /** {@return what is told by them} */
    FalseNegatives told() {
        return told;
    }

    /** {@return the embedding of a pair [dim], of length 1} */
    float[] of(Pair pair) {
        Shard shard = Objects.requireNonNull(shards.get(pair.shard()));
        float[] row = new float[shard.rows.dim()];
        shard.rows.row(pair.row() - shard.firstRow, row);
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        float factor = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
        return row;
    }

    @Override
    public void close() {
        shards.stream().filter(Objects::nonNull).forEach(shard -> shard.rows.close());
    }
}
