package io.mode4j.shard;

import io.mode4j.artifact.Fingerprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is asked of the places of shards, which are texts: paths of this machine's file systems. Stateless. */
final class ShardPlaces {
    private ShardPlaces() {}

    /** {@return whether something is there} */
    static boolean exists(String place) throws IOException {
        return Files.exists(Path.of(place));
    }

    /** {@return the file there, to be read anywhere} */
    static ShardBytes open(String place) throws IOException {
        return ShardBytes.of(Path.of(place));
    }

    /** {@return the file there, to be read from front to back} */
    static FileWindow window(String place) throws IOException {
        return new FileWindow(Path.of(place));
    }

    /** {@return the fingerprint of the file there, as {@link Fingerprints#sampled}} */
    static String fingerprint(String place) throws IOException {
        return Fingerprints.sampled(Path.of(place));
    }
}
