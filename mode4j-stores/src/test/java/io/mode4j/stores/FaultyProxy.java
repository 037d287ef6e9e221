package io.mode4j.stores;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server and passes requests on, but where it was told to fail them. Of requests that demand that an object is not there it passes one at a time, as the server behind it looks and writes in two
 * steps, which S3 does not.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final Set<String> OF_THE_WAY = Set.of("host", "connection", "content-length", "expect", "upgrade", "http2-settings",
            "transfer-encoding");

    /** What it does to a request. */
    public enum Fault {
        /** It answers that it failed. */
        STATUS_500,
        /** It answers that it is asked too much. */
        STATUS_503,
        /** It answers that this is not allowed. */
        STATUS_403,
        /** It hangs up. */
        RESET,
        /** It passes the request on, and hangs up. */
        LOST_ANSWER,
        /** It announces all bytes, sends a part and hangs up. */
        CUT_SHORT,
        /** It sends fewer bytes than were asked for, as if they were all. */
        LYING,
        /** It says nothing for a while. */
        SILENT
    }

    private record Rule(Fault fault, Predicate<String> requests, AtomicInteger left) {}

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final URI behind;
    private final ConcurrentLinkedQueue<Rule> rules = new ConcurrentLinkedQueue<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Object one = new Object();
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;

    public FaultyProxy(URI behind) {
        this.behind = behind;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Fails so many of the requests that begin so, "GET /bucket/key", from now on. */
    public FaultyProxy fail(Fault fault, int count, String... beginnings) {
        rules.add(new Rule(fault, request -> Arrays.stream(beginnings).anyMatch(request::startsWith), new AtomicInteger(count)));
        return this;
    }

    /** Waits so long before it passes a request on. */
    public FaultyProxy delay(Duration before) {
        latency = before;
        return this;
    }

    /** The requests until now: method, path, query, range. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** From now on it passes on so many requests, and hangs up on all others. */
    public void dieAfter(int requests) {
        left.set(requests);
    }

    /** How many requests were on their way at once, at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            work(exchange);
        } finally {
            now.decrementAndGet();
        }
    }

    private void work(HttpExchange exchange) throws IOException {
        if (left.getAndDecrement() <= 0) {
            exchange.close();
            return;
        }
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String range = exchange.getRequestHeaders().getFirst("Range");
        seen.add(request + (range == null ? "" : " " + range));
        byte[] body = exchange.getRequestBody().readAllBytes();
        pause(latency);
        Fault fault = rules.stream()
                .filter(rule -> rule.requests.test(request) && rule.left.getAndDecrement() > 0)
                .map(Rule::fault)
                .findFirst()
                .orElse(null);
        switch (fault) {
            case STATUS_500 -> status(exchange, 500, "InternalError");
            case STATUS_503 -> status(exchange, 503, "SlowDown");
            case STATUS_403 -> status(exchange, 403, "AccessDenied");
            case RESET -> exchange.close();
            case SILENT -> {
                pause(Duration.ofSeconds(3));
                exchange.close();
            }
            case null, default -> answer(exchange, passOn(exchange, body), fault);
        }
    }

    private static void status(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = exchange.getRequestMethod().equals("HEAD") ? new byte[0]
                : "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>as it was told</Message></Error>".formatted(code)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_WAY.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        if (!exchange.getRequestHeaders().containsKey("If-None-Match")) {
            return send(request.build());
        }
        synchronized (one) {
            return send(request.build());
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, @Nullable Fault fault)
            throws IOException {
        byte[] body = answer.body();
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_WAY.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        if (fault == Fault.LOST_ANSWER) {
            exchange.close();
            return;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            answer.headers().firstValue("Content-Length").ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
            exchange.sendResponseHeaders(answer.statusCode(), -1);
        } else {
            int sent = fault == null ? body.length : body.length / 2;
            exchange.sendResponseHeaders(answer.statusCode(), length(fault == Fault.CUT_SHORT ? body.length : sent));
            exchange.getResponseBody().write(body, 0, sent);
        }
        exchange.close();
    }

    private static int length(int bytes) {
        return bytes == 0 ? -1 : bytes;
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
