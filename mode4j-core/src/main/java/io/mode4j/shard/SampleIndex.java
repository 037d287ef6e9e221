package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The index that {@link IndexStage} wrote: which shards there are, the samples of each that are trained on, and those that are held out. Holds a name and a path a shard, and reads rows when
 * asked. Safe for use by several threads.
 */
public final class SampleIndex {
    private final Store folder;
    private final List<IndexedShard> shards;
    private final Recipe recipe;
    private final Map<Integer, Path> found = new ConcurrentHashMap<>();
    private final int heldOut;
    private final long rows;

    private SampleIndex(Store folder, List<IndexedShard> shards, Recipe recipe, int heldOut) {
        this.folder = folder;
        this.recipe = recipe;
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
        return open(Store.of(indexFolder));
    }

    /** {@return the finished index in a store, as {@link #open(Path)}} */
    public static SampleIndex open(Store indexFolder) throws IOException {
        Manifest manifest = Manifest.read(indexFolder);
        Map<String, Object> summary = manifest.summary();
        int heldOut = summary.get(IndexStage.HELD_OUT) instanceof Integer count ? count : 0;
        return new SampleIndex(indexFolder, IndexedShard.listIn(summary, indexFolder.place("")), manifest.recipe(), heldOut);
    }

    /** {@return how many shards there are} */
    public int shards() {
        return shards.size();
    }

    /** {@return the shard's name, "00012", which the files of all later stages carry} */
    public String name(int shard) {
        return shards.get(shard).name();
    }

    /**
     * {@return the shard itself: where it was indexed, or as far from the index as it was then}
     *
     * @throws BadInputException when it is at neither place, or something else is
     */
    public Path path(int shard) throws IOException {
        Path known = found.get(shard);
        if (known == null) {
            known = find(shards.get(shard));
            found.put(shard, known);
        }
        return known;
    }

    /**
     * {@return the shards, where they are now}
     *
     * @throws BadInputException when one is not found
     */
    public ShardSet shardSet() throws IOException {
        List<String> paths = new ArrayList<>();
        for (int shard = 0; shard < shards(); shard++) {
            paths.add(path(shard).toString());
        }
        return ShardSet.of(paths);
    }

    private Path find(IndexedShard shard) throws IOException {
        List<Path> places = shard.places(folder.place(""));
        Path other = null;
        for (Path place : places) {
            if (Files.exists(place)) {
                String expected = places.size() == 1 ? null : IndexRecipe.fingerprint(recipe, shard);
                if (expected == null || expected.equals(Fingerprints.sampled(place))) {
                    return place;
                }
                other = place;
            }
        }
        throw new BadInputException(
                "shard %s was indexed at %s and %s. Put it back, or index from the shards' new place (option shards): what is done stays done."
                        .formatted(shard.name(), shard.path(), other == null ? "is gone" : other + " is not the same"));
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
        Path parquet = local(name(shard) + IndexStage.EXTENSION);
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
        Path parquet = local(HeldOutPairs.NAME);
        Map<String, Integer> numbers = new HashMap<>();
        shards.forEach(shard -> numbers.put(shard.name(), numbers.size()));
        return HeldOutPairs.read(parquet, numbers);
    }

    private Path local(String name) throws IOException {
        if (!folder.has(name)) {
            throw new BadInputException(folder.place(name) + " is gone. Index anew (option redo index).");
        }
        return folder.local(name);
    }
}
