package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.format.DuckDb;
import io.mode4j.format.Npy;
import io.mode4j.train.SampleChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** A run directory of pairs that lie nowhere, with keys at random and models that nobody trained: what counts is what their files say. */
final class TraceData {
    static final int EXPERTS = 4;

    private static final int PER_SHARD = 10_000;
    private static final int FINE = 256;
    private static final int BATCH = 1_024;
    private static final int WINDOW = 16;
    private static final String KEY = "md5(i::VARCHAR)"; // of row i: no order
    private static final FileLayer FILES = new FileLayer();

    private final RunDirectory run;
    private final int shards;
    private final long[] coarseSizes = new long[EXPERTS];

    /** So many pairs, a multiple of {@value #PER_SHARD}. */
    TraceData(RunDirectory run, int pairs) {
        this.run = run;
        this.shards = pairs / PER_SHARD;
    }

    /** Keys of so many pairs that lie evenly among all. */
    List<String> keys(int count) throws IOException {
        List<String> keys = new ArrayList<>();
        try (DuckDBConnection connection = DuckDb.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT %s FROM (SELECT n * %d AS i FROM range(%d) numbers(n))".formatted(KEY, (long) shards * PER_SHARD / count,
                                count))) {
            while (row.next()) {
                keys.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB makes no keys: " + e.getMessage(), e);
        }
        return keys;
    }

    /** Writes the index, the clusters and the assignments. */
    void writePairs() throws IOException {
        List<Map<String, Object>> listed = new ArrayList<>();
        try (StageFolder stage = begin(run.index(), "index", Map.of(), Map.of());
                DuckDBConnection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            for (int shard = 0; shard < shards; shard++) {
                statement.execute(
                        """
                        COPY (SELECT %s AS key, ['a caption of a pair, the one of row ' || i] AS captions, i * 50000 AS image_offset, 50000::INTEGER AS image_length, 'image/jpeg' AS media_type
                        FROM range(%d, %d) rows(i)) TO %s (FORMAT parquet, COMPRESSION zstd)"""
                                .formatted(KEY, (long) shard * PER_SHARD, (shard + 1L) * PER_SHARD,
                                        DuckDb.quote(run.index().resolve(name(shard) + DuckDb.EXTENSION))));
                listed.add(Map.of("name", name(shard), "path", "/nowhere/" + name(shard) + ".tar", "rows", PER_SHARD));
            }
            Manifest _ = stage.finish(Map.of("rows", (long) shards * PER_SHARD, "shards", listed));
        } catch (SQLException e) {
            throw new IOException("DuckDB writes no rows: " + e.getMessage(), e);
        }
        writeClusters();
    }

    private void writeClusters() throws IOException {
        try (StageFolder stage = begin(run.clusters(), "cluster", Map.of(), Map.of())) {
            int[] coarse = IntStream.range(0, FINE).map(fine -> fine % EXPERTS).toArray();
            new Clusters(new Centers(FINE, 2, new float[2 * FINE]), new long[FINE], new float[FINE],
                    new Centers(EXPERTS, 2, new float[2 * EXPERTS]), coarse, Distance.EUCLIDEAN)
                    .write(Store.of(run.clusters()), Map.of());
            Manifest _ = stage.finish(Map.of());
        }
        try (StageFolder stage = begin(run.assignments(), "assign", Map.of(), Map.of())) {
            for (int shard = 0; shard < shards; shard++) {
                int first = shard * PER_SHARD;
                int[] fine = IntStream.range(first, first + PER_SHARD).map(row -> row * 31 / 32 % FINE).toArray();
                IntStream.of(fine).forEach(cluster -> coarseSizes[cluster % EXPERTS]++);
                Npy.writeInts(FILES, run.assignments().resolve(name(shard) + ".npy"), fine);
                Npy.writeFloats(FILES, run.assignments().resolve(name(shard) + ".distances.npy"), new float[PER_SHARD]);
            }
            Manifest _ = stage.finish(Map.of());
        }
    }

    /** Writes what the manifests of a seed, of experts and of a dense model would say that saw so many epochs. */
    void writeModels(double epochs) throws IOException {
        long all = (long) shards * PER_SHARD;
        writeModel(run.seed(), "seed", new SampleChoice.Everything(), all, epochs);
        for (int expert = 0; expert < EXPERTS; expert++) {
            String name = "expert-" + expert;
            writeModel(run.experts().resolve(name), name, new SampleChoice.ExpertShare(expert, 0, 0), coarseSizes[expert], epochs);
        }
        writeModel(run.baselines().resolve("dense"), "dense", new SampleChoice.Everything(), all, epochs);
    }

    private void writeModel(Path folder, String name, SampleChoice samples, long pairs, double epochs) throws IOException {
        Map<String, String> inputs = new TreeMap<>(Map.of("index", Manifest.read(run.index()).fingerprint()));
        if (!(samples instanceof SampleChoice.Everything)) {
            inputs.put("clusters", Manifest.read(run.clusters()).fingerprint());
            inputs.put("assignments", Manifest.read(run.assignments()).fingerprint());
        }
        Map<String, String> configuration = Map.of("name", name, "samples", samples.describe(), "seed", "0", "shuffle",
                "windows of " + WINDOW + " shards");
        try (StageFolder stage = begin(folder, "train", configuration, inputs)) {
            Manifest _ = stage
                    .finish(Map.of("pairs", pairs, "batch_size", BATCH, "steps", (long) (epochs * pairs / BATCH), "undecodable", Map.of()));
        }
    }

    private static StageFolder begin(Path folder, String stage, Map<String, String> configuration, Map<String, String> inputs)
            throws IOException {
        SortedMap<String, String> made = new TreeMap<>(configuration);
        StageFolder begun = StageFolder.of(FILES, folder, new Recipe(stage, 1, made, new TreeMap<>(inputs)));
        if (!begun.begin()) {
            throw new IOException(folder + " is there already");
        }
        return begun;
    }

    private static String name(int shard) {
        return "%05d".formatted(shard);
    }
}
