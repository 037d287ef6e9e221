package io.mode4j.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/** A model over HTTP. Follows what changes on disk: a run's new generation is taken over while requests go on. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Server.class.getName());
    /** Kept here, as the log manager would forget it and its level. */
    private static final java.util.logging.Logger HELIDON = java.util.logging.Logger.getLogger("io.helidon");
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int DRAIN_SECONDS = 30;

    private final Engine engine;
    private final Optional<Gallery> gallery;
    private final Ledger ledger;
    private final WebServer web;
    private final Thread watch;

    private Server(Engine engine, Optional<Gallery> gallery, Ledger ledger, WebServer web) {
        this.engine = engine;
        this.gallery = gallery;
        this.ledger = ledger;
        this.web = web;
        this.watch = Thread.ofVirtual().name("watch").start(this::watch);
    }

    /**
     * Opens the model and answers from then on, until {@link #close}.
     *
     * @throws io.mode4j.artifact.BadInputException if the model or the index cannot be served
     * @throws IOException                          if a file is missing or damaged, or the port is taken
     */
    public static Server start(ModelSource source, ServeOptions options) throws IOException {
        HELIDON.setLevel(Level.WARNING);
        Limits limits = options.limits();
        Metrics metrics = new Metrics();
        Engine engine = Engine.open(source, limits, metrics);
        Optional<Gallery> gallery = gallery(engine, options);
        Answers answers = new Answers(limits);
        Ledger ledger = new Ledger(answers, metrics, options.accessLog() ? System.out::println : _ -> {});
        try {
            WebServer web = WebServer.builder()
                    .host(options.host())
                    .port(options.port())
                    .maxPayloadSize(limits.bodyBytes())
                    .maxTcpConnections(limits.connections())
                    .connectionOptions(socket -> socket.readTimeout(SILENCE))
                    .idleConnectionTimeout(IDLE)
                    .idleConnectionPeriod(SILENCE)
                    .shutdownHook(false)
                    .routing(routing -> route(routing, engine, gallery, options, answers, ledger, metrics))
                    .build()
                    .start();
            if (!web.isRunning()) { // Helidon says why in its log, and throws nothing
                throw new IllegalStateException("the port is taken, or the address is none of this machine");
            }
            return new Server(engine, gallery, ledger, web);
        } catch (UncheckedIOException | IllegalStateException e) {
            gallery.ifPresent(Gallery::close);
            engine.close();
            throw new IOException(
                    "Cannot listen on %s:%d: %s. --port takes another".formatted(options.host(), options.port(), e.getMessage()), e);
        }
    }

    private static Optional<Gallery> gallery(Engine engine, ServeOptions options) throws IOException {
        try {
            return options.index().isEmpty() ? Optional.empty()
                    : Optional.of(Gallery.open(engine, options.index().get(), options.effort(), options.limits().queued()));
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static void route(HttpRouting.Builder routing, Engine engine, Optional<Gallery> gallery, ServeOptions options, Answers answers,
            Ledger ledger,
            Metrics metrics) {
        Limits limits = options.limits();
        Bodies bodies = new Bodies(limits);
        Pictures pictures = new Pictures(limits, new PictureUrls(options.urlHosts(), limits));
        TrainingData data = new TrainingData(engine.source());
        EmbeddingsRoute embeddings = new EmbeddingsRoute(engine, pictures, bodies, answers, limits);
        ClassifyRoute classify = new ClassifyRoute(engine, data, pictures, bodies, answers, limits);
        PageRoute page = PageRoute.load();
        routing.addFilter(ledger)
                .addFilter(new Door(options, page.paths()))
                .error(Throwable.class, (_, response, e) -> ledger.failed(response, e))
                .post("/v1/embeddings", embeddings::handle)
                .post("/embeddings", embeddings::handle) // Infinity's
                .post("/v1/classify", classify::handle)
                .get("/v1/clusters", (_, response) -> answers.send(response,
                        data.map().orElseThrow(() -> Problem.notFound("what is served is no run, or has no clusters any more"))))
                .get("/v1/models", (_, response) -> answers.send(response, models(engine, gallery)))
                .get("/health/live", (_, response) -> answers.send(response, Map.of("status", "live")))
                .get("/health/ready", (_, response) -> {
                    if (!ledger.ready()) {
                        throw Problem.unavailable("the server stops");
                    }
                    answers.send(response, Map.of("status", "ready"));
                })
                .get("/metrics", (_, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, Metrics.CONTENT_TYPE);
                    response.send(metrics.text());
                });
        gallery.ifPresent(there -> {
            new SearchRoutes(engine, data, there, pictures, bodies, answers, limits).add(routing);
            new KnnRoutes(engine, there, pictures, bodies, answers, limits).add(routing);
        });
        page.paths().forEach(path -> routing.get(path, page::handle));
        routing.any((_, _) -> {
            throw Problem.notFound("no such route; GET /openapi.json lists them");
        });
    }

    private static Map<String, Object> models(Engine engine, Optional<Gallery> gallery) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", engine.name());
        model.put("object", "model");
        model.put("created", 0);
        model.put("owned_by", "mode4j");
        try (Lease<Served> lease = engine.lease()) {
            model.put("dimensions", lease.get().dim());
            model.put("experts", lease.get().experts());
        }
        gallery.ifPresent(there -> model.put("index", there.name()));
        return Map.of("object", "list", "data", List.of(model));
    }

    /** Where it listens: the port that was asked for, or the one that was free. */
    public int port() {
        return web.port();
    }

    private void watch() {
        try {
            while (ledger.ready()) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (engine.refresh()) {
                LOG.log(Logger.Level.INFO, "the model's newer state is served from now on");
            }
            if (gallery.isPresent()) {
                gallery.get().refresh();
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Logger.Level.WARNING, "what is new on disk cannot be opened, what was before is served on: {0}", e.getMessage());
        }
    }

    /** Answers what has been asked, for {@value #DRAIN_SECONDS} s at most, refuses what comes after, and frees the models. */
    @Override
    public void close() {
        watch.interrupt();
        try {
            ledger.drain(Duration.ofSeconds(DRAIN_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        web.stop();
        gallery.ifPresent(Gallery::close);
        engine.close();
    }
}
