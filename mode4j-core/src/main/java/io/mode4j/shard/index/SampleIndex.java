package io.mode4j.shard.index;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.Store;
import io.mode4j.format.DuckDb;
import io.mode4j.format.Npy;
import io.mode4j.shard.Sample;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import io.mode4j.shard.source.ListedFile;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardFormat;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * The index that {@link IndexStage} wrote: which shards there are, the samples of each that are trained on, and those that are held out. Holds a name, a path and a row number a shard, and reads rows when
 * asked. Safe for use by several threads.
 */
public final class SampleIndex {
    /** Of a share of the pairs: what they are, in the recipe's configuration. */
    static final String SAMPLES = "samples";
    /** How many rows the whole has, in the summary. */
    static final String ALL_ROWS = "allRows";
    /** The end of the file that has the numbers of a shard's rows in the whole. */
    static final String ROW_NUMBERS = ".rows.npy";

    private final Store folder;
    private final List<IndexedShard> shards;
    private final Recipe recipe;
    private final Map<Integer, Shard> found = new ConcurrentHashMap<>();
    private final int heldOut;
    private final long[] firstRow;
    private final long rows;
    private final long allRows;
    private final boolean far;

    private SampleIndex(Store folder, List<IndexedShard> shards, Recipe recipe, int heldOut, Optional<Long> allRows) {
        this.folder = folder;
        this.recipe = recipe;
        this.shards = shards;
        this.heldOut = heldOut;
        this.firstRow = new long[shards.size()];
        long first = 0;
        for (int shard = 0; shard < firstRow.length; shard++) {
            firstRow[shard] = first;
            first += shards.get(shard).rows();
        }
        this.rows = first;
        this.far = shards.stream().anyMatch(shard -> Places.isUrl(shard.path()));
        this.allRows = allRows.orElse(rows);
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
        Optional<Long> allRows = summary.get(ALL_ROWS) instanceof Number count ? Optional.of(count.longValue())
                : Optional.empty();
        return new SampleIndex(indexFolder, IndexedShard.listIn(summary, indexFolder.place("")), manifest.recipe(), heldOut, allRows);
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
    public Shard shard(int shard) throws IOException {
        Shard known = found.get(shard);
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
        List<Shard> all = new ArrayList<>();
        for (int shard = 0; shard < shards(); shard++) {
            all.add(shard(shard));
        }
        return ShardSet.of(all, List.of());
    }

    /** {@return what tells each shard's content from another's, by its name} */
    public SortedMap<String, String> shardFingerprints() {
        SortedMap<String, String> fingerprints = new TreeMap<>();
        shards.forEach(shard -> fingerprints.put(shard.name(), Objects.requireNonNull(IndexRecipe.fingerprint(recipe, shard))));
        return fingerprints;
    }

    /** {@return the file that lists what a shard of files of their own is made of; nothing for others} */
    Optional<Path> listedFiles(int shard) throws IOException {
        String listed = ListedFile.name(name(shard));
        return folder.has(listed) ? Optional.of(folder.local(listed)) : Optional.empty();
    }

    /** {@return whether some of the shards are in a store} */
    boolean isFar() {
        return far;
    }

    /** {@return what the shard is made of} */
    ShardFormat format(int shard) {
        return shards.get(shard).at("").format();
    }

    /** {@return the bytes that the positions of the shard's pictures count in, which the caller closes} */
    ShardBytes bytes(int shard) throws IOException {
        Shard opened = shard(shard);
        return opened.format().reader().bytes(opened, folder);
    }

    private Shard find(IndexedShard shard) throws IOException {
        List<String> places = shard.places(folder.place(""));
        String other = null;
        for (String place : places) {
            if (ShardPlaces.exists(place)) {
                Shard there = shard.at(place);
                String expected = places.size() == 1 && !Places.isUrl(place) ? null : IndexRecipe.fingerprint(recipe, shard);
                if (expected == null || expected.equals(there.fingerprint())) {
                    return there;
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

    /** {@return how many samples the data set has to train on, where this is the index of a share that was packed; else as {@link #rows()}} */
    public long allRows() {
        return allRows;
    }

    /** {@return in words, of which share of the data set this is the index, where it was packed} */
    public Optional<String> packed() {
        return Optional.ofNullable(recipe.configuration().get(SAMPLES));
    }

    /**
     * {@return the number that each row of a shard has among the rows of the whole data set}
     *
     * @throws IOException when those of a packed shard cannot be read
     */
    public long[] rowNumbers(int shard) throws IOException {
        if (packed().isPresent()) {
            return Npy.readLongs(local(name(shard) + ROW_NUMBERS));
        }
        return LongStream.range(firstRow[shard], firstRow[shard] + rows(shard)).toArray();
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
        Path parquet = local(name(shard) + DuckDb.EXTENSION);
        List<Sample> samples = new ArrayList<>(rows(shard));
        DuckDb.each(parquet, SampleRows.COLUMNS, row -> samples.add(SampleRows.sample(row)));
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
