package io.mode4j.shard.index;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Store;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers of every pair of an index, a file a shard, {@code NAME.npy}, which is read where it lies until closed. Safe for use by several threads. */
public final class ShardMatrices implements AutoCloseable {
    private final List<@Nullable Shard> shards = new ArrayList<>();

    /** @param firstRow number of its first pair */
    private record Shard(long firstRow, NpyMatrix rows) {}

    private ShardMatrices() {}

    /**
     * Opens the files of all shards that have pairs.
     *
     * @throws BadInputException if one has rows of another number of pairs
     */
    public static ShardMatrices open(SampleIndex index, Path folder) throws IOException {
        ShardMatrices opened = new ShardMatrices();
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
                    "%s: expected rows of %d pairs, found %d".formatted(folder.resolve(name), index.rows(shard), rows.rows()));
        }
    }

    /** {@return the numbers of a pair [dim]} */
    public float[] row(int shard, long row) {
        Shard opened = Objects.requireNonNull(shards.get(shard));
        float[] numbers = new float[opened.rows.dim()];
        opened.rows.row(row - opened.firstRow, numbers);
        return numbers;
    }

    @Override
    public void close() {
        shards.stream().filter(Objects::nonNull).forEach(shard -> shard.rows.close());
    }
}
