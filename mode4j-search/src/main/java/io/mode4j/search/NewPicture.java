package io.mode4j.search;

import io.mode4j.shard.source.PictureOrigin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A picture that is to be indexed. What has the same shard and key is the same picture, and is replaced.
 *
 * @param key      names it within its shard
 * @param captions any number
 * @param width    in pixels
 * @param height   in pixels
 * @param metadata numbers, texts and booleans ({@link Metadata})
 * @param shard    the name of its shard
 * @param origin   where its bytes are
 * @param hash     the SHA-256 of its bytes, as 64 hexadecimal digits
 */
public record NewPicture(String key, List<String> captions, int width, int height, SequencedMap<String, Object> metadata, String shard,
        PictureOrigin origin, String hash) {
    /** Copies the lists. */
    public NewPicture {
        captions = List.copyOf(captions);
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    IndexedPicture numbered(long id) {
        return new IndexedPicture(id, key, captions, width, height, metadata, shard, origin, hash);
    }
}
