package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.format.DuckDb;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.Shard;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies some pairs of an index into shards of their own, and writes the index of these: a share of the data set that needs the rest no more. A shard keeps its name, and the
 * pairs keep their order, their captions and the row numbers that they have in the whole ({@code NAME.rows.npy}, int64), from which their random streams are derived. Shards
 * without any of the pairs are left out. The held-out pairs come along, in a shard {@value #HELD_OUT}.
 *
 * <p>
 * Shards that an interrupted run has written are kept. Holds one shard's part of the index for each thread.
 */
public final class PackStage {
    private static final String HELD_OUT = "heldout/pairs";
    private static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final int threads;

    /** A stage that copies so many shards at a time. */
    public PackStage(FileLayer files, Progress progress, int threads) {
        this.files = files;
        this.progress = progress;
        this.threads = threads;
    }

    /** A shard of which some rows are packed. */
    private record Part(int shard, String name, int pairs, Path tar) {}

    /**
     * Copies, goes on, or finds that all is done.
     *
     * @param rows which pairs; they follow from {@code samples} and {@code inputs}
     * @param samples what they are, in words
     * @param inputs fingerprints of what they follow from, that of the index as {@code index}
     * @param shards where the tars go
     * @param folder where their index goes
     * @return the manifest of the new index
     * @throws io.mode4j.artifact.MismatchException if other pairs are packed there
     */
    public Manifest run(SampleIndex index, ShardRows rows, String samples, SortedMap<String, String> inputs, Path shards, Path folder)
            throws IOException {
        SortedMap<String, String> configuration = new TreeMap<>(Map.of(SampleIndex.SAMPLES, samples));
        List<Part> parts = parts(index, rows, shards);
        try (StageFolder stage = StageFolder.of(files, shards, new Recipe("pack", VERSION, configuration, inputs))) {
            if (stage.begin()) {
                writeTars(index, rows, parts, shards);
                stage.finish(Map.of());
            }
        }
        SortedMap<String, String> all = new TreeMap<>(inputs);
        for (Part part : parts) {
            all.put(IndexRecipe.SHARD + part.name, Fingerprints.sampled(part.tar));
        }
        if (index.heldOutRows() > 0) {
            all.put(IndexRecipe.SHARD + HELD_OUT, Fingerprints.sampled(heldOutTar(shards)));
        }
        try (StageFolder stage = StageFolder.of(files, folder, new Recipe(IndexRecipe.STAGE, IndexRecipe.VERSION, configuration, all))) {
            return stage.begin() ? stage.finish(index(index, rows, parts, shards, folder)) : Manifest.read(folder);
        }
    }

    private static List<Part> parts(SampleIndex index, ShardRows rows, Path shards) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            int pairs = rows.of(shard).cardinality();
            if (pairs > 0) {
                parts.add(new Part(shard, index.name(shard), pairs, shards.resolve(index.name(shard) + ".tar")));
            }
        }
        return parts;
    }

    private static Path heldOutTar(Path shards) {
        return shards.resolve(HELD_OUT + ".tar");
    }

    private static List<Sample> samples(SampleIndex index, ShardRows rows, Part part) throws IOException {
        List<Sample> all = index.read(part.shard);
        return rows.of(part.shard).stream().mapToObj(all::get).toList();
    }

    private void writeTars(SampleIndex index, ShardRows rows, List<Part> parts, Path shards) throws IOException {
        try (ShardImages images = new ShardImages(index); Progress.Bar bar = progress.start("pack", parts.size(), "shards")) {
            new Workers(threads).each(parts.size(), i -> {
                Part part = parts.get(i);
                if (!Files.exists(part.tar)) {
                    List<Sample> samples = samples(index, rows, part);
                    PackedTar.write(files, samples,
                            pair -> images.read(part.shard, samples.get(pair).imageOffset(), samples.get(pair).imageLength()), part.tar);
                }
                bar.advance(1);
            });
            List<HeldOutPair> heldOut = index.heldOut();
            if (!heldOut.isEmpty() && !Files.exists(heldOutTar(shards))) {
                PackedTar.write(files, heldOut.stream().map(HeldOutPair::sample).toList(), pair -> {
                    Sample sample = heldOut.get(pair).sample();
                    return images.read(heldOut.get(pair).shard(), sample.imageOffset(), sample.imageLength());
                }, heldOutTar(shards));
            }
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> index(SampleIndex index, ShardRows rows, List<Part> parts, Path shards, Path folder) throws IOException {
        List<IndexedShard> indexed = new ArrayList<>();
        try (SampleTable table = new SampleTable(files)) {
            for (Part part : parts) {
                long[] numbers = index.rowNumbers(part.shard);
                Npy.writeLongs(files, folder.resolve(part.name + SampleIndex.ROW_NUMBERS),
                        rows.of(part.shard).stream().mapToLong(row -> numbers[row]).toArray());
                table.write(PackedTar.placed(samples(index, rows, part), part.tar), folder.resolve(part.name + DuckDb.EXTENSION));
                indexed.add(IndexedShard.of(Shard.tar(part.name, part.tar.toAbsolutePath().normalize()), part.pairs, folder));
            }
            List<Sample> heldOut = index.heldOut().stream().map(HeldOutPair::sample).toList();
            if (!heldOut.isEmpty()) {
                table.writeHeldOut(PackedTar.placed(heldOut, heldOutTar(shards)), HELD_OUT, HeldOutPairs.file(folder));
                indexed.add(IndexedShard.of(Shard.tar(HELD_OUT, heldOutTar(shards).toAbsolutePath().normalize()), 0, folder));
            }
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", parts.stream().mapToLong(Part::pairs).sum());
        summary.put(SampleIndex.ALL_ROWS, index.allRows());
        if (index.heldOutRows() > 0) {
            summary.put(IndexStage.HELD_OUT, index.heldOutRows());
        }
        summary.put(IndexedShard.FIELD, indexed);
        return summary;
    }
}
