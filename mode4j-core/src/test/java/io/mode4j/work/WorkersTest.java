package io.mode4j.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final List<Integer> PARTS = IntStream.range(0, 200).boxed().toList();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** Squares numbers; fails at one of them. */
    private Work<Integer, Integer> squares(int bad) {
        return () -> {
            opened.incrementAndGet();
            return new Work.Worker<>() {
                @Override
                public Integer run(Integer part, LongConsumer advanced) throws IOException {
                    if (part == bad) {
                        throw new IOException("part " + part);
                    }
                    advanced.accept(2);
                    return part * part;
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        };
    }

    @Test
    void resultsComeInTheOrderOfTheParts() throws IOException {
        for (int threads : new int[]{1, 4}) {
            List<Integer> found = new ArrayList<>();
            AtomicLong advanced = new AtomicLong();
            new Workers(threads).run(squares(-1), PARTS, new Results<>() {
                @Override
                public void take(Integer result) {
                    found.add(result);
                }

                @Override
                public void advance(long units) {
                    advanced.addAndGet(units);
                }
            });
            assertThat(found).isEqualTo(PARTS.stream().map(part -> part * part).toList());
            assertThat(advanced).hasValue(400);
        }
        assertThat(opened).hasValueLessThanOrEqualTo(5).hasValue(closed.get());
    }

    @Test
    void theFailureOfAPartIsThrownAndAllIsClosed() {
        List<Integer> found = new ArrayList<>();
        assertThatThrownBy(() -> new Workers(3).run(squares(17), PARTS, found::add)).isInstanceOf(IOException.class).hasMessage("part 17");
        assertThat(found).hasSizeLessThanOrEqualTo(17).isEqualTo(PARTS.subList(0, found.size()).stream().map(part -> part * part).toList());
        assertThat(opened).hasValue(closed.get());
    }

    @Test
    void withoutPartsNothingIsOpened() throws IOException {
        new Workers(3).run(squares(0), List.of(), _ -> {});
        assertThat(opened).hasValue(0);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Workers(1).each(5, _ -> {})).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
