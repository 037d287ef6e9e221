package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** The distance of each row of a shard to its fine centre. */
    public float[] distances(String shardName) throws IOException {
        return Npy.readFloats(folder.resolve(shardName + ".distances.npy"));
    }
}
