package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many requests of all kinds, one in ten of them bad: each has its answer, and nothing is left of them. {@code -Dmode4j.soak=100000} sends more. */
class SoakTest extends ServerContract {
    private static final int REQUESTS = Integer.getInteger("mode4j.soak", 4_000);
    private static final int CLIENTS = 8;
    private static final Set<String> OURS = Set.of("texts", "pictures", "questions", "labels");
    private static final double GROWTH = 1.02;

    /** A request and the status that it deserves. */
    private record Asked(String path, String body, int status) {}

    private List<Asked> good() throws IOException {
        String sun = picture(Color.YELLOW);
        return List.of(new Asked("/v1/embeddings", "{\"input\": [\"red\", \"blue\"]}", 200),
                new Asked("/v1/embeddings", "{\"modality\": \"image\", \"input\": \"%s\"}".formatted(sun), 200),
                new Asked("/v1/classify", "{\"labels\": [\"red\", \"blue\"], \"images\": [\"%s\"], \"explain\": true}".formatted(sun), 200),
                new Asked("/v1/search", "{\"text\": \"red\", \"k\": 3, \"explain\": true}", 200),
                new Asked("/knn-service", "{\"text\": \"blue\", \"num_images\": 2, \"num_result_ids\": 4}", 200),
                new Asked("/v1/pictures/0/thumbnail", "", 200));
    }

    private static List<Asked> bad() {
        return List.of(new Asked("/v1/embeddings", "{", 400), new Asked("/v1/embeddings", "{\"input\": 7}", 400),
                new Asked("/v1/search", "{\"text\": \"red\", \"k\": 1000000000}", 400), new Asked("/v1/pictures/77", "", 404),
                new Asked("/v1/classify", "{\"labels\": [\"red\"], \"images\": [\"AAAA\"]}", 400), new Asked("/nowhere", "{}", 404));
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        Colours colours = Colours.in(root);
        Server server = start(colours, options().withIndex(colours.index(Colours.SPACE, Colours.PICTURES)));
        List<Asked> good = good();
        assertThat(send(server, good, REQUESTS / 4, 1)).isEmpty(); // classes are loaded, caches are filled
        long before = living();
        Set<String> threads = threads();
        assertThat(send(server, good, REQUESTS, 2)).isEmpty();
        assertThat(living()).isLessThan((long) (before * GROWTH) + (1 << 20));
        assertThat(threads()).isSubsetOf(threads);
        server.close();
        assertThat(threads()).noneMatch(OURS::contains);
    }

    /** Returns which statuses were not those that were deserved, and how often. */
    private Map<String, Integer> send(Server server, List<Asked> good, int requests, long seed) throws Exception {
        Map<String, Integer> wrong = new TreeMap<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                RandomGenerator random = new SplittableRandom(seed * CLIENTS + c);
                all.add(clients.submit(() -> {
                    for (int i = 0; i < requests / CLIENTS; i++) {
                        List<Asked> from = random.nextInt(10) == 0 ? bad() : good;
                        Asked asked = from.get(random.nextInt(from.size()));
                        int status = status(server, asked);
                        if (status != asked.status) {
                            synchronized (wrong) {
                                wrong.merge(asked + " -> " + status, 1, Integer::sum);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        return wrong;
    }

    private int status(Server server, Asked asked) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(server, asked.path);
        if (!asked.body.isEmpty()) {
            request.POST(HttpRequest.BodyPublishers.ofString(asked.body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).statusCode();
    }

    /** By their names, without those of the JVM's own pools, which breathe. */
    private static Set<String> threads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("HttpClient"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long living() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
