package io.mode4j.serve;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What was asked lately; the one that was not asked for longest goes when there are too many. Safe for use by many threads.
 *
 * @param <K> by what it is found
 * @param <V> what is kept
 */
final class Recent<K, V> {
    private final int most;
    private final SequencedMap<K, V> kept = new LinkedHashMap<>(); // guarded by this; the one that was asked last comes last

    Recent(int most) {
        this.most = most;
    }

    synchronized Optional<V> get(K key) {
        V known = kept.remove(key);
        if (known == null) {
            return Optional.empty();
        }
        kept.put(key, known);
        return Optional.of(known);
    }

    synchronized void put(K key, V value) {
        kept.remove(key);
        if (kept.size() == most) {
            kept.pollFirstEntry();
        }
        kept.put(key, value);
    }
}
