package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.Members;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the bytes of a picture are, for those who have no index of its shard.
 *
 * @param place a path or a URL: the tar, the picture's own file, or the Parquet file
 * @param part of Parquet, which rows of it, as in {@link Shard}; nothing where the bytes lie in the file as they are
 * @param offset where they begin, in the file, or in the pictures of the part, one after another
 * @param length how many there are
 */
public record PictureOrigin(String place, SortedMap<String, String> part, long offset, long length) {
    /** Copies the part. */
    public PictureOrigin {
        part = Collections.unmodifiableSortedMap(new TreeMap<>(part));
    }

    static PictureOrigin inFile(Members.FilePlace place, long length) {
        return new PictureOrigin(place.file().toString(), Collections.emptySortedMap(), place.offset(), length);
    }

    /** {@return the same in a file that lies elsewhere} */
    public PictureOrigin at(String other) {
        return new PictureOrigin(other, part, offset, length);
    }

    /**
     * {@return the bytes}
     *
     * @throws BadInputException when nothing is there
     * @throws io.mode4j.artifact.DamagedException when the file is shorter than it was
     */
    public byte[] read() throws IOException {
        if (!ShardPlaces.exists(place)) {
            throw new BadInputException(place + ": expected the file that holds a picture, found none. Put it back.");
        }
        byte[] bytes = new byte[Math.toIntExact(length)];
        try (ShardBytes file = part.isEmpty() ? ShardPlaces.open(place)
                : ParquetShards.unpacked(new Shard("", ShardFormat.PARQUET, place, part))) {
            file.read(offset, bytes, bytes.length);
        }
        return bytes;
    }
}
