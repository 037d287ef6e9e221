package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for what. */
class BatcherTest {
    private static final int BATCH = 4;
    private static final int ROOM = 6;

    private final List<List<Integer>> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private Future<List<Integer>> holding = CompletableFuture.completedFuture(List.of());
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Batcher<Integer, Integer> batcher = new Batcher<>("test", _ -> 1, BATCH, ROOM, 0, _ -> {});

    @AfterEach
    void end() throws ExecutionException, InterruptedException {
        gate.countDown();
        assertThat(holding.get()).hasSizeLessThan(2);
        batcher.close();
        clients.close();
    }

    /** Doubles numbers, but for 13. */
    private List<Integer> twice(List<Integer> items) throws IOException {
        asked.add(items);
        if (items.contains(13)) {
            throw new IOException("thirteen");
        }
        return items.stream().map(i -> 2 * i).toList();
    }

    private final Batcher.Work<Integer, Integer> twice = this::twice;

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private Future<List<Integer>> ask(Batcher.Work<Integer, Integer> work, Integer... items) throws InterruptedException {
        int before = batcher.queued();
        Future<List<Integer>> answer = clients.submit(() -> batcher.ask(work, List.of(items), soon()));
        for (int i = 0; i < 2_000 && batcher.queued() == before && !answer.isDone(); i++) {
            Thread.sleep(1);
        }
        return answer;
    }

    /** Holds the thread until the gate opens, so that others gather behind it. */
    private void hold() throws InterruptedException {
        holding = clients.submit(() -> batcher.ask(items -> {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return items;
        }, List.of(0), soon()));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoComesTogetherIsComputedTogetherAndEachHasItsOwn() throws Exception {
        hold();
        Future<List<Integer>> first = ask(twice, 1, 2);
        Future<List<Integer>> second = ask(twice, 3);
        Future<List<Integer>> third = ask(twice, 4, 5);
        gate.countDown();
        assertThat(first.get()).containsExactly(2, 4);
        assertThat(second.get()).containsExactly(6);
        assertThat(third.get()).containsExactly(8, 10);
        assertThat(asked).containsExactly(List.of(1, 2, 3), List.of(4, 5));
    }

    @Test
    void worksAreNotMixed() throws Exception {
        Batcher.Work<Integer, Integer> other = items -> items.stream().map(i -> -i).toList();
        hold();
        Future<List<Integer>> first = ask(twice, 1);
        Future<List<Integer>> second = ask(other, 2);
        Future<List<Integer>> third = ask(twice, 3);
        gate.countDown();
        assertThat(first.get()).containsExactly(2);
        assertThat(second.get()).containsExactly(-2);
        assertThat(third.get()).containsExactly(6);
        assertThat(asked).containsExactly(List.of(1, 3));
    }

    @Test
    void oneThatFailsFailsAlone() throws Exception {
        hold();
        Future<List<Integer>> good = ask(twice, 1);
        Future<List<Integer>> bad = ask(twice, 13);
        gate.countDown();
        assertThat(good.get()).containsExactly(2);
        assertThatThrownBy(bad::get).isInstanceOf(ExecutionException.class).cause().isInstanceOf(IOException.class).hasMessage("thirteen");
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatFitsIsNot() throws Exception {
        hold();
        Future<List<Integer>> waiting = ask(twice, 1, 2, 3, 4, 5);
        assertThatThrownBy(() -> batcher.ask(twice, List.of(6, 7), soon())).isInstanceOf(Problem.class).hasMessageContaining("too many");
        Future<List<Integer>> last = ask(twice, 6);
        gate.countDown();
        assertThat(waiting.get()).containsExactly(2, 4, 6, 8, 10);
        assertThat(last.get()).containsExactly(12);
    }

    @Test
    void aLargeRequestIsComputedInPieces() throws IOException {
        assertThat(batcher.ask(twice, List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), soon())).containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18);
        assertThat(asked).containsExactly(List.of(1, 2, 3, 4), List.of(5, 6, 7, 8), List.of(9));
    }

    @Test
    void whoHasGivenUpIsNotComputed() throws Exception {
        hold();
        assertThatThrownBy(() -> batcher.ask(twice, List.of(1), Deadline.in(Duration.ofMillis(5)))).isInstanceOf(Problem.class)
                .hasMessageContaining("time for this request is up");
        Future<List<Integer>> other = ask(twice, 2);
        gate.countDown();
        assertThat(other.get()).containsExactly(4);
        assertThat(asked).containsExactly(List.of(2));
        assertThat(batcher.queued()).isZero();
    }

    @Test
    void whatWaitsAtTheEndIsStillAnswered() throws Exception {
        hold();
        Future<List<Integer>> waiting = ask(twice, 1);
        Future<?> closing = clients.submit(batcher::close);
        Thread.sleep(20);
        gate.countDown();
        closing.get();
        assertThat(waiting.get()).containsExactly(2);
        assertThatThrownBy(() -> batcher.ask(twice, List.of(1), soon())).isInstanceOf(Problem.class).hasMessageContaining("stops");
    }
}
