package io.mode4j.trace;

import io.mode4j.train.Seen;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A pair of the data set, and which models saw it.
 *
 * @param key
 *            its key
 * @param shard
 *            name of the shard that it is in
 * @param heldOut
 *            whether no training sees it
 * @param cluster
 *            where it belongs; null where it is held out, or nothing is assigned yet
 * @param seen
 *            how often each model that could be traced saw it, by the model's name
 */
public record TracedPair(String key, String shard, boolean heldOut, @Nullable Cluster cluster, SequencedMap<String, Seen> seen) {

    /** Copies the map. */
    public TracedPair {
        seen = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(seen));
    }

    /**
     * The clusters of a pair.
     *
     * @param fine
     *            number of its fine cluster
     * @param coarse
     *            number of the coarse cluster, and of the expert
     * @param distance
     *            to the fine centre, as the clusters measure it
     */
    public record Cluster(int fine, int coarse, float distance) {}
}
