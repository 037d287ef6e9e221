package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.format.Npy;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What {@link AssignStage} wrote. Safe for use by several threads. */
public final class Assignments {
    private final Path folder;

    private Assignments(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder that the assign stage has finished.
     *
     * @throws BadInputException if it has not
     */
    public static Assignments open(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Manifest.NAME))) {
            throw new BadInputException("the assignments in " + folder + " are not finished; run the assign stage");
        }
        return new Assignments(folder);
    }

    /** The fine cluster of each row of a shard. */
    public int[] read(String shardName) throws IOException {
        return Npy.readInts(folder.resolve(shardName + ".npy"));
    }

    /**
     * Copies the assignments of some rows; the sizes of the clusters that the manifest tells stay those of the whole.
     *
     * @param index
     *            whose rows were assigned
     * @param samples
     *            what the rows are, in words
     * @return the manifest of the copy; it has the fingerprint of these assignments as an input
     */
    public Manifest pack(FileLayer files, SampleIndex index, ShardRows rows, String samples, Path target) throws IOException {
        Manifest made = Manifest.read(folder);
        Recipe recipe = new Recipe("assign", AssignStage.VERSION, new TreeMap<>(Map.of("samples", samples)),
                new TreeMap<>(Map.of("assignments", made.fingerprintAs("assignments"))));
        try (StageFolder stage = StageFolder.of(files, target, recipe)) {
            if (!stage.begin()) {
                return Manifest.read(target);
            }
            for (int shard = 0; shard < index.shards(); shard++) {
                int[] chosen = rows.of(shard).stream().toArray();
                if (chosen.length > 0) {
                    String name = index.name(shard);
                    int[] clusters = read(name);
                    float[] distances = distances(name);
                    float[] kept = new float[chosen.length];
                    for (int i = 0; i < kept.length; i++) {
                        kept[i] = distances[chosen[i]];
                    }
                    Npy.writeInts(files, target.resolve(name + ".npy"), IntStream.of(chosen).map(row -> clusters[row]).toArray());
                    Npy.writeFloats(files, target.resolve(name + ".distances.npy"), kept);
                }
            }
            return stage.finish(made.summary());
        }
    }

    /**
     * How many pairs each fine cluster has.
     *
     * @throws DamagedException if the manifest does not say it
     */
    public long[] fineSizes() throws IOException {
        if (Manifest.read(folder).summary().get(AssignmentSummary.FINE_SIZES) instanceof List<?> sizes) {
            return sizes.stream().mapToLong(size -> ((Number) size).longValue()).toArray();
        }
        throw new DamagedException(folder.resolve(Manifest.NAME), "the sizes of the fine clusters", "none");
    }

    /** The distance of each row of a shard to its fine centre. */
    public float[] distances(String shardName) throws IOException {
        return Npy.readFloats(folder.resolve(shardName + ".distances.npy"));
    }
}
