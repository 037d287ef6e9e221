package io.mode4j.search;

import io.mode4j.shard.source.PictureOrigin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A picture as it lies in its index.
 *
 * @param id       a number that never changes and is never given twice
 * @param key      names it within its shard
 * @param captions those of the pair; none where there were none
 * @param width    in pixels
 * @param height   in pixels
 * @param metadata numbers, texts and booleans of the pair's JSON, by their names; those of an inner object as {@code outer.inner}
 * @param shard    the name of its shard
 * @param origin   where its bytes were when it was indexed
 * @param hash     the SHA-256 of its bytes, as 64 hexadecimal digits
 */
public record IndexedPicture(long id, String key, List<String> captions, int width, int height, SequencedMap<String, Object> metadata,
        String shard, PictureOrigin origin, String hash) {
    /** Copies the lists; whole numbers are of type long. */
    public IndexedPicture {
        captions = List.copyOf(captions);
        SequencedMap<String, Object> copy = new LinkedHashMap<>(metadata);
        copy.replaceAll((_, value) -> value instanceof Integer number ? (Object) number.longValue() : value);
        metadata = Collections.unmodifiableSequencedMap(copy);
    }
}
