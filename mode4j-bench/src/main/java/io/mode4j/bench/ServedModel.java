package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
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
    /** The path that mode4j's server answers when it is ready. */
    static final String READY = "/health/ready";

    private static final int READY_SECONDS = 120;

    private final String name;
    private final int port;
    private final String ready;
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

    /**
     * Starts it, and waits until it is ready.
     *
     * @param ready a path that is answered then
     */
    ServedModel(String name, int port, String ready, ProcessBuilder server, Path log) throws IOException, InterruptedException {
        this.name = name;
        this.port = port;
        this.ready = ready;
        this.process = server.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        for (int i = 0; i < READY_SECONDS * 10 && !ready(); i++) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended with status " + process.exitValue() + "; " + log + " says why");
            }
            Thread.sleep(100);
        }
    }

    /** mode4j's server, as users start it. */
    static ServedModel mode4j(String precision, Path work, String... what) throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(what));
        arguments.addAll(List.of("--precision", precision, "--port", Integer.toString(port), "--no-access-log"));
        return new ServedModel("mode4j, " + precision, port, READY, Command.mode4j(arguments),
                work.resolve("mode4j-" + precision + ".txt"));
    }

    String name() {
        return name;
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(at(ready)).build();
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
        String _ = post(path, body);
        return (System.nanoTime() - start) / 1e6;
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    /** Sends one body; returns the answer's. */
    String post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** Loads each in turn, round by round, so that a slow moment of the machine counts for all; the first one is what the others are compared with. */
    static void compare(String benchmark, List<ServedModel> servers, String path, List<String> bodies, int clients, int rounds,
            PrintStream out)
            throws IOException, InterruptedException {
        List<List<Load>> loads = new ArrayList<>();
        for (ServedModel server : servers) {
            server.ask(path, bodies.subList(0, Math.min(bodies.size(), 8 * clients)), clients);
            loads.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int s = 0; s < servers.size(); s++) {
                loads.get(s).add(servers.get(s).ask(path, bodies, clients));
            }
        }
        List<Measurement> rates = new ArrayList<>();
        for (int s = 0; s < servers.size(); s++) {
            String name = servers.get(s).name;
            rates.add(new Measurement(benchmark, name, "requests/s", loads.get(s).stream().map(Load::perSecond).toList()));
            out.println(rates.getLast().line());
            out.println(new Measurement(benchmark, name, "median ms", loads.get(s).stream().map(Load::median).toList()).line());
            out.println(new Measurement(benchmark, name, "p99 ms", loads.get(s).stream().map(Load::p99).toList()).line());
        }
        rates.subList(1, rates.size()).forEach(rate -> out.println(rate.over(rates.getFirst()).line()));
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
