package io.mode4j.shard.bytes;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is asked of the places of shards, which are texts: paths, or URLs. Stateless. */
public final class ShardPlaces {
    private static final int AT_ONCE = 1 << 16;

    private ShardPlaces() {}

    /** {@return whether something is there} */
    public static boolean exists(String place) throws IOException {
        return Files.exists(Places.known(place));
    }

    /** {@return the file there, to be read anywhere} */
    public static ShardBytes open(String place) throws IOException {
        return ShardBytes.of(Places.known(place));
    }

    /** {@return the file there, to be read from front to back} */
    public static FileWindow window(String place) throws IOException {
        Path file = Places.known(place);
        return Places.isLocal(file) ? new FileWindow(file) : new FileWindow(file, new StreamBytes(file), AT_ONCE);
    }

    /** {@return the file there, whose parts are read in their order} */
    public static ShardBytes stream(String place) throws IOException {
        Path file = Places.known(place);
        return Places.isLocal(file) ? ShardBytes.of(file) : new StreamBytes(file);
    }

    /** {@return the fingerprint of the file there, as {@link Fingerprints#sampled}} */
    public static String fingerprint(String place) throws IOException {
        return Fingerprints.sampled(Places.known(place));
    }
}
