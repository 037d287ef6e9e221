package io.mode4j.shard.source;

import io.mode4j.shard.Captions;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.SkipCause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes samples of rows whose pictures lie one after another, and counts the rows that are none. Not safe for use by several threads. */
final class RowSamples {
    private final List<Sample> samples = new ArrayList<>();
    private final ShardSummary.Counter counter = new ShardSummary.Counter();
    private long offset;

    /**
     * Takes a row.
     *
     * @param length how many bytes its picture has; -1 when there is none
     * @param mediaType what its first bytes say; null when they are of no picture that is read
     */
    void add(String key, long length, @Nullable String mediaType, Captions captions, boolean failed) {
        SkipCause problem = problem(length, mediaType, captions, failed);
        if (problem != null) {
            counter.skip(problem, 1, List.of(key));
        } else if (mediaType != null) {
            samples.add(new Sample(key, captions.found(), offset, (int) length, mediaType));
        }
        offset += Math.max(0, length);
    }

    private static @Nullable SkipCause problem(long length, @Nullable String mediaType, Captions captions, boolean failed) {
        if (length < 0) {
            return failed ? SkipCause.NOT_DOWNLOADED : SkipCause.MISSING_IMAGE;
        }
        if (length == 0) {
            return SkipCause.EMPTY_IMAGE;
        }
        if (length > Integer.MAX_VALUE) {
            return SkipCause.TOO_LARGE;
        }
        return mediaType == null ? SkipCause.NO_PICTURE : captions.problem();
    }

    /** {@return all rows' samples} */
    ShardScan scan() {
        counter.addRows(samples.size());
        return new ShardScan(samples, counter.summary(), List.of());
    }
}
