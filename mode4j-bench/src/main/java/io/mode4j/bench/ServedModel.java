package io.mode4j.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in a process of its own, and clients that ask it at the same time, each one request after the other. Owns the process. */
final class ServedModel implements AutoCloseable {
    private static final int READY_SECONDS = 120;

    private final String name;
    private final int port;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * What a load of requests took.
     *
     * @param perSecond answers a second, of all clients together
     * @param median    milliseconds of a request
     * @param p99       milliseconds that one request in a hundred takes longer than
     */
    record Load(double perSecond, double median, double p99) {}

    /** Starts it, and waits until it is ready. */
    ServedModel(String name, int port, ProcessBuilder server, Path log) throws IOException, InterruptedException {
        this.name = name;
        this.port = port;
        this.process = server.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        for (int i = 0; i < READY_SECONDS * 10 && !ready(); i++) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended with status " + process.exitValue() + "; " + log + " says why");
            }
            Thread.sleep(100);
        }
    }

    String name() {
        return name;
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health/ready".formatted(port))).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends each body once. */
    Load ask(String path, List<String> bodies, int clients) throws IOException, InterruptedException {
        double[] millis = new double[bodies.size()];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                running.add(all.submit(() -> {
                    for (int i = next.getAndIncrement(); i < bodies.size(); i = next.getAndIncrement()) {
                        millis[i] = one(path, bodies.get(i));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(name + ": " + e.getCause(), e);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(millis);
        return new Load(bodies.size() / seconds, millis[millis.length / 2], millis[millis.length * 99 / 100]);
    }

    private double one(String path, String body) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("answered " + response.statusCode() + ": " + response.body());
        }
        return (System.nanoTime() - start) / 1e6;
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
