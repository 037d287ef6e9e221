package io.mode4j.serve;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every request from its beginning to its end: counts it, writes its line, and makes answers of failures. A line says which route was asked and how it went, never what was
 * asked. Safe for use by many threads.
 */
final class Ledger implements Filter {
    private static final Logger LOG = System.getLogger(Ledger.class.getName());
    private static final double NANOS = 1e9;
    private static final String UNKNOWN = "unknown";
    private static final HeaderName ID = HeaderNames.create("X-Request-Id");

    private final Answers answers;
    private final Metrics metrics;
    private final Consumer<String> lines;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;

    /** @param lines takes a line a request */
    Ledger(Answers answers, Metrics metrics, Consumer<String> lines) {
        this.answers = answers;
        this.metrics = metrics;
        this.lines = lines;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long began = System.nanoTime();
        String id = UUID.randomUUID().toString();
        boolean last = stopping || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
        underWay.incrementAndGet();
        try {
            response.header(ID, id);
            if (last) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            chain.proceed();
        } catch (RuntimeException e) {
            failed(response, e);
        } finally {
            underWay.decrementAndGet();
            write(id, request, response, (System.nanoTime() - began) / NANOS);
        }
        if (last) {
            throw new CloseConnectionException("it was the last request"); // Helidon would keep the connection until it is idle for long
        }
    }

    /** Says what went wrong as far as it is the client's to know. Helidon keeps what its handlers throw from filters, so it is told of this method, too. */
    void failed(ServerResponse response, Throwable e) {
        String id = response.headers().first(ID).orElse(UNKNOWN);
        switch (e) {
            case Problem problem -> answers.refuse(response, problem);
            case CloseConnectionException close -> throw close;
            case HttpException http -> answers.refuse(response, Problem.of(http.status().code())); // a path or a body that the server does not take
            default -> {
                LOG.log(Logger.Level.ERROR, "request " + id + " failed", e);
                if (!response.isSent()) {
                    answers.refuse(response, Problem.ours(id));
                }
            }
        }
    }

    private void write(String id, RoutingRequest request, RoutingResponse response, double seconds) {
        String route = request.matchingPattern().filter(pattern -> !pattern.isEmpty()).orElse(UNKNOWN);
        metrics.answered(route, response.status().code(), seconds);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("id", id);
        line.put("remote", request.remotePeer().host());
        line.put("method", request.prologue().method().text());
        line.put("route", route);
        line.put("status", response.status().code());
        line.put("ms", Math.round(seconds * 1e6) / 1e3);
        line.put("bytes", response.bytesWritten());
        lines.accept(JsonMapper.shared().writeValueAsString(line));
    }

    /** Whether new requests are still wanted. */
    boolean ready() {
        return !stopping;
    }

    /** Says that the server is not ready any more, and waits until what is under way is answered. */
    void drain(Duration most) throws InterruptedException {
        stopping = true;
        Deadline deadline = Deadline.in(most);
        while (underWay.get() > 0 && !deadline.past()) {
            Thread.sleep(Duration.ofMillis(10));
        }
    }
}
