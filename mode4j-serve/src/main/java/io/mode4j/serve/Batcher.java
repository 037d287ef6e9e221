package io.mode4j.serve;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * Computes together what many requests ask for at the same time, on a thread of its own. What waits is bounded: who comes when there is no room is turned away, so that
 * waiting costs time and never memory. Safe for use by many threads.
 *
 * @param <I> what is asked about
 * @param <O> the answer
 */
final class Batcher<I, O> implements AutoCloseable {

    /** Answers several items, each alone, in their order. Items of equal works are asked together. */
    @FunctionalInterface
    interface Work<I, O> {
        List<O> of(List<I> items) throws IOException;
    }

    /** Items of one request. */
    private record Job<I, O>(Work<I, O> work, List<I> items, int weight, CompletableFuture<List<O>> answer) {}

    private final ToIntFunction<I> weight;
    private final int batch;
    private final int room;
    private final long waitNanos;
    private final IntConsumer sizes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final Deque<Job<I, O>> waiting = new ArrayDeque<>(); // guarded by the lock, as are the next two
    private int items;
    private boolean closed;
    private final Thread thread;

    /**
     * Starts its thread.
     *
     * @param weight of an item
     * @param batch  the most weight that is computed at once, but for an item that has more by itself
     * @param room   the most items that wait
     * @param wait   nanoseconds that the first of a batch waits for others
     * @param sizes  hears how many items each batch had
     */
    Batcher(String name, ToIntFunction<I> weight, int batch, int room, long wait, IntConsumer sizes) {
        this.weight = weight;
        this.batch = batch;
        this.room = room;
        this.waitNanos = wait;
        this.sizes = sizes;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /**
     * {@return the answers in the order of the items}
     *
     * @throws Problem     when there is no room, or the time is up
     * @throws IOException what the work threw
     */
    List<O> ask(Work<I, O> work, List<I> asked, Deadline deadline) throws IOException {
        if (asked.isEmpty()) {
            return List.of();
        }
        Job<I, O> job = new Job<>(work, asked, asked.stream().mapToInt(weight).sum(), new CompletableFuture<>());
        add(job);
        try {
            return job.answer.get(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            job.answer.cancel(false);
            throw Problem.unavailable("the time for this request is up; ask for less at once, or later");
        } catch (InterruptedException e) {
            job.answer.cancel(false);
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the server stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void add(Job<I, O> job) {
        lock.lock();
        try {
            if (closed) {
                throw Problem.unavailable("the server stops");
            }
            if (items > 0 && items + job.items.size() > room) {
                throw Problem.busy();
            }
            waiting.add(job);
            items += job.items.size();
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many items wait} */
    int queued() {
        lock.lock();
        try {
            return items;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Optional<List<Job<I, O>>> next = next();
        while (next.isPresent()) {
            compute(next.get());
            next = next();
        }
    }

    /** Jobs of one work that fit into a batch; nothing once closed and empty. */
    private Optional<List<Job<I, O>>> next() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return Optional.empty();
                }
                came.awaitUninterruptibly();
            }
            gather();
            return Optional.of(take());
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little for others, unless a batch is full already. */
    private void gather() {
        long left = waitNanos;
        try {
            while (left > 0 && !closed && waiting.stream().mapToInt(Job::weight).sum() < batch) {
                left = came.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Job<I, O>> take() {
        List<Job<I, O>> taken = new ArrayList<>();
        int sum = 0;
        for (Iterator<Job<I, O>> each = waiting.iterator(); each.hasNext();) {
            Job<I, O> job = each.next();
            boolean fits = taken.isEmpty() || (job.work.equals(taken.getFirst().work) && sum + job.weight <= batch);
            if (job.answer.isDone()) { // its client has given up
                items -= job.items.size();
                each.remove();
            } else if (fits) {
                taken.add(job);
                sum += job.weight;
                items -= job.items.size();
                each.remove();
            }
        }
        return taken;
    }

    private void compute(List<Job<I, O>> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        List<I> all = jobs.stream().flatMap(job -> job.items.stream()).toList();
        sizes.accept(all.size());
        try {
            List<O> answers = inPieces(jobs.getFirst().work, all);
            int from = 0;
            for (Job<I, O> job : jobs) {
                job.answer.complete(answers.subList(from, from + job.items.size()));
                from += job.items.size();
            }
        } catch (IOException | RuntimeException | Error e) {
            if (jobs.size() == 1) {
                jobs.getFirst().answer.completeExceptionally(e);
            } else {
                jobs.forEach(job -> compute(List.of(job))); // one of them is to blame, and the others are not to suffer
            }
        }
    }

    /** A request may ask for more than fits into a batch. */
    private List<O> inPieces(Work<I, O> work, List<I> all) throws IOException {
        List<O> answers = new ArrayList<>(all.size());
        int from = 0;
        int sum = 0;
        for (int i = 0; i < all.size(); i++) {
            int more = weight.applyAsInt(all.get(i));
            if (i > from && sum + more > batch) {
                answers.addAll(work.of(all.subList(from, i)));
                from = i;
                sum = 0;
            }
            sum += more;
        }
        answers.addAll(work.of(all.subList(from, all.size())));
        return answers;
    }

    /** What waits is still answered; new items are refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            came.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
