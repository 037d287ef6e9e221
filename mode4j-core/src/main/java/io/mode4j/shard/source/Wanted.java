package io.mode4j.shard.source;

import java.util.function.Predicate;

/**
 * Of which samples the pictures' bytes are wanted; the others are handed on empty.
 *
 * @param any whether there may be such
 * @param keys which, by key
 */
public record Wanted(boolean any, Predicate<String> keys) {
    static final Wanted ALL = new Wanted(true, _ -> true);
    static final Wanted NONE = new Wanted(false, _ -> false);

    boolean has(String key) {
        return keys.test(key);
    }
}
