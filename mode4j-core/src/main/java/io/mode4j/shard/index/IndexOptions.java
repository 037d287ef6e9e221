package io.mode4j.shard.index;

import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link IndexStage}; the first two change nothing of what a successful run writes.
 *
 * @param maxSkippedShare the run fails when a larger share of the samples cannot be used, between 0 and 1
 * @param workers how many shards are read at a time
 * @param holdout which pairs are kept from training
 * @param txt what the lines of a {@code .txt} are; null: one caption together, and the stage says so where many have several
 * @param keyEnd where the samples' keys end
 * @param leaveOut keys of pairs that are left out
 */
public record IndexOptions(double maxSkippedShare, int workers, Holdout holdout, @Nullable TxtLines txt, KeyEnd keyEnd,
        SortedSet<String> leaveOut) {
    /** Checks the ranges, and copies the keys. */
    public IndexOptions {
        if (!(maxSkippedShare >= 0 && maxSkippedShare <= 1)) {
            throw new IllegalArgumentException("expected a share in [0, 1], found " + maxSkippedShare);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, not " + workers);
        }
        leaveOut = Collections.unmodifiableSortedSet(new TreeSet<>(leaveOut));
    }

    /** Holds nothing out, and takes each {@code .txt} as a whole. */
    public IndexOptions(double maxSkippedShare, int workers) {
        this(maxSkippedShare, workers, Holdout.NONE, null, KeyEnd.FIRST_DOT, new TreeSet<>());
    }

    /** {@return a tenth of the samples may be skipped; one worker a processor; a twentieth of the pairs is held out} */
    public static IndexOptions defaults() {
        return new IndexOptions(0.10, Runtime.getRuntime().availableProcessors()).withHoldout(new Holdout(0.05, 0));
    }

    /** {@return the same, with another share of samples that need not be usable} */
    public IndexOptions withMaxSkipped(double share) {
        return new IndexOptions(share, workers, holdout, txt, keyEnd, leaveOut);
    }

    /** {@return the same, with so many shards read at a time} */
    public IndexOptions withWorkers(int count) {
        return new IndexOptions(maxSkippedShare, count, holdout, txt, keyEnd, leaveOut);
    }

    /** {@return the same, with pairs held out} */
    public IndexOptions withHoldout(Holdout other) {
        return new IndexOptions(maxSkippedShare, workers, other, txt, keyEnd, leaveOut);
    }

    /** {@return the same, with another meaning of the lines of a {@code .txt}} */
    public IndexOptions withTxt(@Nullable TxtLines other) {
        return new IndexOptions(maxSkippedShare, workers, holdout, other, keyEnd, leaveOut);
    }

    /** {@return the same, with keys that end elsewhere} */
    public IndexOptions withKeyEnd(KeyEnd other) {
        return new IndexOptions(maxSkippedShare, workers, holdout, txt, other, leaveOut);
    }

    /** {@return the same, without the pairs of these keys} */
    public IndexOptions withLeaveOut(Collection<String> keys) {
        return new IndexOptions(maxSkippedShare, workers, holdout, txt, keyEnd, new TreeSet<>(keys));
    }

    /** {@return what the lines of a {@code .txt} are} */
    TxtLines txtLines() {
        return txt == null ? TxtLines.WHOLE : txt;
    }
}
