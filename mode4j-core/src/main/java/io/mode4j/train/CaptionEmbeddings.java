package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardMatrices;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The embeddings of an index's pairs. Safe for use by several threads.
 *
 * @param told what they are read for
 */
record CaptionEmbeddings(ShardMatrices shards, FalseNegatives told) implements AutoCloseable {
    /**
     * Opens them.
     *
     * @param folder
     *            of the embed stage
     * @throws BadInputException
     *             if they are of another number of pairs
     */
    static CaptionEmbeddings open(SampleIndex index, Path folder, FalseNegatives told) throws IOException {
        return new CaptionEmbeddings(ShardMatrices.open(index, folder), told);
    }

    /** {@return the embedding of a pair [dim], of length 1} */
    float[] of(Pair pair) {
        float[] row = shards.row(pair.shard(), pair.row());
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
        shards.close();
    }
}
