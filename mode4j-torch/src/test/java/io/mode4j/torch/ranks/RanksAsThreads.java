package io.mode4j.torch.ranks;

import io.mode4j.ranks.RankPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ranks that are threads of this process; they talk by real sockets. */
public final class RanksAsThreads {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private RanksAsThreads() {}

    /** What a rank does. */
    @FunctionalInterface
    public interface Work<T> {
        T of(TorchRanks ranks) throws Exception;
    }

    /** {@return what each rank returns} */
    public static <T> List<T> run(int count, Work<T> work) throws Exception {
        int port = freePort();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<Future<T>> running = new ArrayList<>();
            for (int r = 0; r < count; r++) {
                RankPlace place = place(r, count, port);
                running.add(threads.submit(() -> {
                    try (ProcessGroup ranks = ProcessGroup.join(place, says("test"), false, TIMEOUT)) {
                        return failing(ranks, work);
                    }
                }));
            }
            List<T> results = new ArrayList<>();
            ExecutionException failure = null;
            for (Future<T> future : running) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return results;
        }
    }

    private static <T> T failing(ProcessGroup ranks, Work<T> work) throws Exception {
        try {
            return work.of(ranks);
        } catch (Exception | AssertionError e) {
            ranks.failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    static SortedMap<String, String> says(String version) {
        return new TreeMap<>(java.util.Map.of("version", version));
    }

    static RankPlace place(int rank, int count, int port) {
        return new RankPlace(rank, count, rank, "127.0.0.1", port, false, 0);
    }

    /** {@return a port that was free a moment ago} */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
