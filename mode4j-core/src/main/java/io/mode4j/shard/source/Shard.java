package io.mode4j.shard.source;

import io.mode4j.artifact.Places;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A shard: pairs that are read together. A value: it says how and where to read, and holds nothing open.
 *
 * @param name what the shard's files in all stages are called
 * @param format how it is read
 * @param place where it lies: an absolute path
 * @param part which part of what lies there, and how it is read, in the words of its format; nothing for a tar
 */
public record Shard(String name, ShardFormat format, String place, SortedMap<String, String> part) implements Serializable {
    /** Copies the part. */
    public Shard {
        part = Collections.unmodifiableSortedMap(new TreeMap<>(part));
    }

    /** {@return a whole tar} */
    public static Shard tar(String name, Path tar) {
        return new Shard(name, ShardFormat.TAR, tar.toString(), Collections.emptySortedMap());
    }

    /** {@return the same shard, at another place} */
    public Shard at(String other) {
        return new Shard(name, format, other, part);
    }

    /** {@return the same shard, called otherwise} */
    public Shard named(String other) {
        return new Shard(other, format, place, part);
    }

    /**
     * {@return what tells its content from another's, as 64 hexadecimal digits; of a tar {@link io.mode4j.artifact.Fingerprints#sampled}}
     *
     * @throws IOException when it cannot be read
     */
    public String fingerprint() throws IOException {
        return format.reader().fingerprint(this);
    }

    /** {@return what the shard's place is called in messages, and where it is in the file system} */
    public Path path() {
        return Places.known(place);
    }
}
