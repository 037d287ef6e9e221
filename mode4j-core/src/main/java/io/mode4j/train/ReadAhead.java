package io.mode4j.train;

import com.sun.management.OperatingSystemMXBean;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads pictures in the order in which they lie in their shard, some time before they are drawn in another, so that a disk reads one stretch after another and the drawing
 * finds them in the system's cache. Nothing depends on it but speed: where the window's pictures would not fit into half of the machine's memory, or it has fallen behind by a window, it does nothing.
 *
 * <p>
 * Works on a thread of its own, or where shards are in a store on some, with a buffer of a MiB each.
 */
final class ReadAhead implements SampleOrder.ToCome, AutoCloseable {

    private static final int BUFFER = 1 << 20;
    /** A store answers many as fast as one. */
    private static final int AT_ONCE = 8;
    /** Less than a disk takes to go to another place. */
    private static final int GAP = 1 << 16;

    private final Reader shards;
    private final int window;
    private final long most;
    private final ExecutorService thread;
    private volatile boolean closed;

    /**
     * @param window
     *            how many shards' pictures will wait to be drawn
     */
    ReadAhead(ShardImages shards, int window) {
        this(shards::read, window, shards.areFar() ? AT_ONCE : 1,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 2);
    }

    ReadAhead(Reader shards, int window, int threads, long mostBytes) {
        this.shards = shards;
        this.window = window;
        this.most = mostBytes;
        this.thread = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(window + 1),
                Thread.ofPlatform().daemon().name("read-ahead-", 0).factory(), new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Reads a piece of a shard to a buffer's beginning. */
    @FunctionalInterface
    interface Reader {
        void read(int shard, long offset, byte[] into, int length) throws IOException;
    }

    @Override
    public void hear(List<Pair> pairs) {
        long bytes = pairs.stream().mapToLong(Pair::length).sum();
        if (!pairs.isEmpty() && bytes <= most / window) {
            thread.execute(() -> {
                byte[] buffer = new byte[BUFFER];
                stretches(pairs).forEach(stretch -> read(stretch, buffer));
            });
        }
    }

    /** A piece of a shard. */
    record Stretch(int shard, long from, long to) {}

    /** What to read of a shard for some of its pictures, in order; those that lie near one another in one piece. */
    static List<Stretch> stretches(List<Pair> pairs) {
        List<Pair> inOrder = pairs.stream().sorted(Comparator.comparingLong(Pair::offset)).toList();
        List<Stretch> stretches = new ArrayList<>();
        long from = inOrder.getFirst().offset();
        long to = from;
        for (Pair pair : inOrder) {
            if (pair.offset() - to > GAP) {
                stretches.add(new Stretch(pair.shard(), from, to));
                from = pair.offset();
            }
            to = pair.offset() + pair.length();
        }
        stretches.add(new Stretch(inOrder.getFirst().shard(), from, to));
        return stretches;
    }

    private void read(Stretch stretch, byte[] buffer) {
        try {
            for (long at = stretch.from(); at < stretch.to() && !closed; at += BUFFER) {
                shards.read(stretch.shard(), at, buffer, (int) Math.min(BUFFER, stretch.to() - at));
            }
        } catch (IOException _) {
            // the drawing will come to the same place and say so
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.close();
    }
}
