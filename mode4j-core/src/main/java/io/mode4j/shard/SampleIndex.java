package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The index that {@link IndexStage} wrote: which shards there are, the samples of each that are trained on, and those that are held out. Holds a name and a path a shard, and reads rows when
 * asked. Safe for use by several threads.
 */
public final class SampleIndex {
    private final Path folder;
    private final List<IndexedShard> shards;
    private final int heldOut;
    private final long rows;

    private SampleIndex(Path folder, List<IndexedShard> shards, int heldOut) {
        this.folder = folder;
        this.shards = shards;
        this.heldOut = heldOut;
        this.rows = shards.stream().mapToLong(IndexedShard::rows).sum();
    }

    /**
     * {@return the finished index in a folder}
     *
     * @throws BadInputException when there is none
     * @throws io.mode4j.artifact.DamagedException when its manifest has changed
     */
    public static SampleIndex open(Path indexFolder) throws IOException {
        Map<String, Object> summary = Manifest.read(indexFolder).summary();
        int heldOut = summary.get(IndexStage.HELD_OUT) instanceof Integer count ? count : 0;
        return new SampleIndex(indexFolder, IndexedShard.listIn(summary, indexFolder), heldOut);
    }

    /** {@return how many shards there are} */
    public int shards() {
        return shards.size();
    }

    /** {@return the shard's name, "00012", which the files of all later stages carry} */
    public String name(int shard) {
        return shards.get(shard).name();
    }

    /** {@return the shard itself} */
    public Path path(int shard) {
        return Path.of(shards.get(shard).path());
    }

    /** {@return how many samples there are to train on} */
    public long rows() {
        return rows;
    }

    /** {@return how many samples the shard has to train on} */
    public int rows(int shard) {
        return shards.get(shard).rows();
    }

    /**
     * {@return the shard's samples, in the order that the rows of all later stages have}
     *
     * @throws IOException when they cannot be read
     */
    public List<Sample> read(int shard) throws IOException {
        Path parquet = folder.resolve(name(shard) + IndexStage.EXTENSION);
        if (!Files.exists(parquet)) {
            throw new BadInputException(parquet + " is gone. Index anew (option redo index).");
        }
        List<Sample> samples = new ArrayList<>(rows(shard));
        SampleRows.each(parquet, SampleRows.COLUMNS, row -> samples.add(SampleRows.sample(row)));
        return samples;
    }

    /** {@return how many pairs are held out; none in an index that was made without} */
    public int heldOutRows() {
        return heldOut;
    }

    /**
     * {@return the pairs that no training sees, at most {@value Holdout#MOST}, in the order in which they were drawn: the first few are a random sample of them}
     *
     * @throws IOException when they cannot be read
     */
    public List<HeldOutPair> heldOut() throws IOException {
        if (heldOut == 0) {
            return List.of();
        }
        if (!Files.exists(HeldOutPairs.file(folder))) {
            throw new BadInputException(HeldOutPairs.file(folder) + " is gone. Index anew (option redo index).");
        }
        Map<String, Integer> numbers = new HashMap<>();
        shards.forEach(shard -> numbers.put(shard.name(), numbers.size()));
        return HeldOutPairs.read(folder, numbers);
    }
}
