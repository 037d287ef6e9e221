package io.mode4j.ranks;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ranks that are threads of this process and meet in its memory. */
@SuppressWarnings("ArrayRecordComponent") // what the threads share
public record ThreadRanks(int rank, int count, byte[][] said, CyclicBarrier barrier) implements Ranks {

    /** What a rank does. */
    @FunctionalInterface
    public interface Work<T> {
        T of(Ranks ranks) throws Exception;
    }

    /** {@return what each rank returns} */
    public static <T> List<T> run(int count, Work<T> work) throws Exception {
        byte[][] said = new byte[count][];
        CyclicBarrier barrier = new CyclicBarrier(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<T>> running = new ArrayList<>();
            for (int r = 0; r < count; r++) {
                Ranks ranks = new ThreadRanks(r, count, said, barrier);
                running.add(threads.submit(() -> work.of(ranks)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Override
    public byte[] gather(byte[] own) {
        try {
            said[rank] = own.clone();
            barrier.await(1, TimeUnit.MINUTES);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] bytes : said) {
                all.writeBytes(bytes);
            }
            barrier.await(1, TimeUnit.MINUTES);
            return all.toByteArray();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long waited() {
        return 0;
    }

    @Override
    public void failed(String why) {
        barrier.reset();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
