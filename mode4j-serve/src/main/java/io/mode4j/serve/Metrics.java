package io.mode4j.serve;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** What the server counts, as Prometheus reads it. Safe for use by many threads. */
final class Metrics {
    /** Of what is written. */
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] SECONDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
    private static final double[] ITEMS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("mode4j_requests_total")
            .help("Requests by route and status.")
            .labelNames("route", "status")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("mode4j_request_seconds")
            .help("Time from a request's header to its answer.")
            .unit(Unit.SECONDS)
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram batches = Histogram.builder()
            .name("mode4j_batch_items")
            .help("How many items were computed together.")
            .labelNames("kind")
            .classicOnly()
            .classicUpperBounds(ITEMS)
            .register(registry);
    private final Counter opened = Counter.builder()
            .name("mode4j_model_opened_total")
            .help("How often a state of the model was opened: once at the start, and for each newer one.")
            .register(registry);
    private final Map<String, IntSupplier> queues = new ConcurrentSkipListMap<>();

    Metrics() {
        GaugeWithCallback.builder()
                .name("mode4j_queue_items")
                .help("How many items wait to be computed.")
                .labelNames("kind")
                .callback(gauge -> queues.forEach((kind, length) -> gauge.call(length.getAsInt(), kind)))
                .register(registry);
        JvmMetrics.builder().register(registry);
    }

    /** A request has been answered. */
    void answered(String route, int status, double took) {
        requests.labelValues(route, Integer.toString(status)).inc();
        seconds.labelValues(route).observe(took);
    }

    /** A state of the model is served from now on. */
    void opened() {
        opened.inc();
    }

    /** Hears of batches. */
    IntConsumer batch(String kind) {
        return batches.labelValues(kind)::observe;
    }

    /** Tells of a queue whenever it is asked. */
    void queue(String kind, IntSupplier length) {
        queues.put(kind, length);
    }

    byte[] text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, registry.scrape());
        return text.toByteArray();
    }
}
