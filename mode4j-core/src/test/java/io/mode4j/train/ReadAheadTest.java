package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.BadInputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int MIB = 1 << 20;
    private static final List<Pair> SOME = List.of(pair(3, 9 * MIB, 10), pair(3, 0, 100), pair(3, 600, 2 * MIB), pair(3, 4 * MIB, 5),
            pair(3, 4 * MIB + 60_000, 20_000));

    private final List<List<Long>> read = new ArrayList<>();

    private static Pair pair(int shard, long offset, int length) {
        return new Pair(0, shard, offset, length, List.of("a"));
    }

    private ReadAhead ahead(int window, long mostBytes) {
        return new ReadAhead((shard, offset, into, length) -> {
            assertThat(into).hasSizeGreaterThanOrEqualTo(length);
            synchronized (read) {
                read.add(List.of((long) shard, offset, (long) length));
            }
            if (shard == 4) {
                throw new BadInputException("shard 4 is gone");
            }
        }, window, 1, mostBytes);
    }

    @Test
    void picturesAreReadInTheOrderInWhichTheyLieAndWhatLiesNearInOneStretch() throws Exception {
        try (ReadAhead ahead = ahead(1, Long.MAX_VALUE)) {
            ahead.hear(SOME);
            ahead.hear(List.of());
            waitFor(5);
        }
        assertThat(read).containsExactly(List.of(3L, 0L, (long) MIB), List.of(3L, (long) MIB, (long) MIB), List.of(3L, 2L * MIB, 600L),
                List.of(3L, 4L * MIB, 80_000L), List.of(3L, 9L * MIB, 10L));
    }

    @Test
    void aWindowThatDoesNotFitIntoMemoryIsNotReadAhead() throws Exception {
        long bytes = SOME.stream().mapToLong(Pair::length).sum();
        try (ReadAhead ahead = ahead(16, 16 * bytes - 1)) {
            ahead.hear(SOME);
        }
        assertThat(read).isEmpty();
        try (ReadAhead ahead = ahead(16, 16 * bytes)) {
            ahead.hear(SOME);
            waitFor(5);
        }
        assertThat(read).hasSize(5);
    }

    @Test
    void aShardThatCannotBeReadIsLeftToTheDrawing() throws Exception {
        try (ReadAhead ahead = ahead(2, Long.MAX_VALUE)) {
            ahead.hear(List.of(pair(4, 0, 10)));
            ahead.hear(List.of(pair(5, 0, 10)));
            waitFor(2);
        }
        assertThat(read).containsExactly(List.of(4L, 0L, 10L), List.of(5L, 0L, 10L));
    }

    /** Closing leaves out what has not been read. */
    private void waitFor(int reads) throws InterruptedException {
        while (size() < reads) {
            Thread.sleep(1);
        }
    }

    private int size() {
        synchronized (read) {
            return read.size();
        }
    }
}
