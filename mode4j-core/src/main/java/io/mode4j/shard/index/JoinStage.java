package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.format.DuckDb;
import io.mode4j.format.Npy;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.ListedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the index of some pairs of several indices; their pictures stay where they are. A shard is called as in its index, after that one's prefix; pairs keep their order, and each has a number of its own
 * among the pairs of all these indices, which its random streams are derived from. Nothing is held out. Holds one shard's part of an index. Safe for use by several threads, for different folders.
 */
public final class JoinStage {
    private static final int VERSION = 1;

    private final FileLayer files;

    /** @param files what writes */
    public JoinStage(FileLayer files) {
        this.files = files;
    }

    /**
     * Pairs of an index.
     *
     * @param prefix tells its shards from those of the others
     * @param rows   which pairs
     */
    public record Source(String prefix, SampleIndex index, ShardRows rows) {}

    /**
     * Writes, or finds it done.
     *
     * @param samples what the pairs are, in words: what is trained on them is asked for with the same
     * @param inputs  what they follow from, in the recipe
     * @param folder  of the new index
     * @return the manifest; its summary has {@code rows}
     * @throws io.mode4j.artifact.MismatchException if other pairs are joined there
     */
    public Manifest run(List<Source> sources, String samples, SortedMap<String, String> configuration, SortedMap<String, String> inputs,
            Path folder)
            throws IOException {
        SortedMap<String, String> all = new TreeMap<>(configuration);
        all.put(SampleIndex.SAMPLES, samples);
        SortedMap<String, String> made = new TreeMap<>(inputs);
        for (Source source : sources) {
            source.index.shardFingerprints()
                    .forEach((name, fingerprint) -> made.put(IndexRecipe.SHARD + source.prefix + name, fingerprint));
        }
        try (StageFolder stage = StageFolder.of(files, folder, new Recipe(IndexRecipe.STAGE, VERSION, all, made))) {
            return stage.begin() ? stage.finish(join(sources, folder)) : Manifest.read(folder);
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> join(List<Source> sources, Path folder) throws IOException {
        List<IndexedShard> indexed = new ArrayList<>();
        long before = 0;
        try (SampleTable table = new SampleTable(files)) {
            for (Source source : sources) {
                for (int shard = 0; shard < source.index.shards(); shard++) {
                    BitSet rows = source.rows.of(shard);
                    if (!rows.isEmpty()) {
                        String name = source.prefix + source.index.name(shard);
                        write(source.index, shard, rows, before, name, folder, table);
                        indexed.add(IndexedShard.of(source.index.shard(shard).named(name), rows.cardinality(), folder));
                    }
                }
                before += source.index.allRows();
            }
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", indexed.stream().mapToLong(IndexedShard::rows).sum());
        summary.put(SampleIndex.ALL_ROWS, before);
        summary.put(IndexedShard.FIELD, indexed);
        return summary;
    }

    private void write(SampleIndex index, int shard, BitSet rows, long before, String name, Path folder, SampleTable table)
            throws IOException {
        Path parquet = folder.resolve(name + DuckDb.EXTENSION);
        if (Files.exists(parquet)) { // of an interrupted run; written last
            return;
        }
        Optional<Path> listed = index.listedFiles(shard);
        if (listed.isPresent()) {
            files.write(folder.resolve(ListedFile.name(name)), out -> Files.copy(listed.get(), out));
        }
        long[] own = index.rowNumbers(shard);
        Npy.writeLongs(files, folder.resolve(name + SampleIndex.ROW_NUMBERS), rows.stream().mapToLong(row -> before + own[row]).toArray());
        List<Sample> samples = index.read(shard);
        table.write(rows.stream().mapToObj(samples::get).toList(), parquet);
    }
}
