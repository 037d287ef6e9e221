package io.mode4j.train;

import io.mode4j.ranks.Ranks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The draws of an order one after the other, read and decoded ahead by worker threads. Of several ranks each reads every so many-th, whatever batch it falls into, and tells the others what became
 * of it: so all know the same of every draw. Used by one thread.
 */
final class Draws implements AutoCloseable {
    private final SampleOrder order;
    private final ExampleReader reader;
    private final Ranks ranks;
    private final int most;
    private final ExecutorService workers;
    private final Fetching fetching;
    private final Deque<Future<Drawn>> ahead = new ArrayDeque<>();
    private final Deque<Drawn> known = new ArrayDeque<>();
    private long position;
    private long submitted;
    private long learnt;

    /**
     * Goes on from a position.
     *
     * @param most
     *            draws that wait at most, those of other ranks counted
     */
    Draws(SampleOrder order, ExampleReader reader, Ranks ranks, int threads, int most, long position) {
        this.order = order;
        this.reader = reader;
        this.ranks = ranks;
        this.most = most;
        this.workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("loader-", 0).factory());
        this.fetching = new Fetching(reader);
        this.position = position;
        this.submitted = position;
        this.learnt = position;
    }

    /** How many there were. */
    long position() {
        return position;
    }

    /**
     * The next draw.
     *
     * @param needed
     *            how many will be asked for at least, if all can be decoded: what is learnt from other ranks at once
     */
    Drawn next(int needed) throws IOException {
        if (known.isEmpty()) {
            learn(needed);
        }
        position++;
        return known.remove();
    }

    /** Has the workers read on. */
    void readAhead() throws IOException {
        for (; submitted - position < most; submitted++) {
            if (isOwn(submitted)) {
                Draw draw = order.draw(submitted);
                ahead.add(reader.isFar() ? fetching.then(draw, encoded -> Drawn.of(ranks.rank(), reader.read(draw, encoded)), workers)
                        : workers.submit(() -> Drawn.of(ranks.rank(), reader.read(draw))));
            }
        }
    }

    private boolean isOwn(long draw) {
        return rankOf(draw) == ranks.rank();
    }

    private int rankOf(long draw) {
        return (int) (draw % ranks.count());
    }

    private void learn(int count) throws IOException {
        readAhead();
        long end = learnt + count;
        int share = Math.ceilDiv(count, ranks.count());
        Deque<Drawn> own = new ArrayDeque<>();
        ByteBuffer tell = ByteBuffer.allocate(share * Drawn.BYTES);
        for (long draw = learnt; draw < end; draw++) {
            if (isOwn(draw)) {
                own.add(Waiting.on(ahead.remove()));
                own.getLast().tell(tell);
            }
        }
        ByteBuffer told = ByteBuffer.wrap(ranks.areSeveral() ? ranks.gather(tell.array()) : tell.array());
        int[] read = new int[ranks.count()];
        for (; learnt < end; learnt++) {
            int rank = rankOf(learnt);
            int at = (rank * share + read[rank]++) * Drawn.BYTES;
            known.add(rank == ranks.rank() ? own.remove() : Drawn.told(rank, told.position(at)));
        }
    }

    @Override
    public void close() {
        ahead.forEach(waiting -> waiting.cancel(false));
        fetching.close();
        workers.close();
    }
}
