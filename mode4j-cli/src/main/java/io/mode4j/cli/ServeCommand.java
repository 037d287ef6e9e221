package io.mode4j.cli;

import io.mode4j.search.SearchEffort;
import io.mode4j.serve.AccessKey;
import io.mode4j.serve.Limits;
import io.mode4j.serve.ServeOptions;
import io.mode4j.serve.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A run or a model over HTTP. */
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Answer over HTTP: embeddings as OpenAI's clients ask for them, labels of pictures, search, and a page to try all of it.",
    "Ends with Ctrl-C or SIGTERM, once what has been asked is answered."})
final class ServeCommand implements Callable<Integer>, Standalone {
    @Spec
    private CommandSpec command;

    @Mixin
    private ClipFlags clip;

    @Option(names = "--index", paramLabel = "DIR", description = "An index of pictures to search (mode4j search build).")
    private @Nullable Path index;

    @Option(names = "--candidates", paramLabel = "N", defaultValue = ""
            + SearchEffort.CANDIDATES, description = "How many pictures the index's graph proposes for a question, of which the best are answered: fewer are faster, more miss less. Default: ${DEFAULT-VALUE}")
    private int candidates;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "The port; 0 takes one that is free. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = ServeOptions.LOOPBACK, description = "The address to listen on; 0.0.0.0 is every one of this machine. Others than ${DEFAULT-VALUE} need --api-key-file or --no-auth. Default: ${DEFAULT-VALUE}, this machine alone")
    private String host;

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "Answer those alone who send the key in this file, as 'Authorization: Bearer KEY'.")
    private @Nullable Path keyFile;

    @Option(names = "--no-auth", description = "Answer everybody who reaches the address.")
    private boolean everybody;

    @Option(names = "--allow-urls", paramLabel = "HOSTS", split = ",", description = "Fetch pictures from these hosts when a request names an address, separated by commas. Default: none is ever fetched")
    private List<String> urlHosts = List.of();

    @Option(names = "--allow-origin", paramLabel = "URLS", split = ",", description = "Other sites whose pages may ask, as https://search.example.org, separated by commas. Default: none")
    private List<String> origins = List.of();

    @Option(names = "--max-body", paramLabel = "BYTES", defaultValue = "33554432", description = "The most bytes of a request. Default: ${DEFAULT-VALUE}")
    private int maxBody;

    @Option(names = "--queue", paramLabel = "N", defaultValue = "4096", description = "How many texts, and how many pictures, wait to be computed; who comes when there is no room is asked to come again (429). Default: ${DEFAULT-VALUE}")
    private int queue;

    @Option(names = "--request-time", paramLabel = "SECONDS", defaultValue = "30", description = "How long a request may take. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--no-access-log", description = "Write no line on standard output for each request.")
    private boolean silent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServeOptions options = options();
        Server server = Server.start(clip.source(), options);
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            end.countDown();
        }));
        System.err.println("mode4j: http://%s:%d/ (Ctrl-C ends it)".formatted(host, server.port()));
        end.await();
        return 0;
    }

    private ServeOptions options() throws IOException {
        boolean local = host.equals(ServeOptions.LOOPBACK) || host.equals("localhost");
        if (!local && keyFile == null && !everybody) {
            throw wrong("--host " + host + " lets others in: give --api-key-file FILE, or say --no-auth");
        }
        if (keyFile != null && everybody) {
            throw wrong("--no-auth and --api-key-file exclude each other");
        }
        ServeOptions options = OptionNames.checked(command, () -> ServeOptions.defaults()
                .withHost(local ? ServeOptions.LOOPBACK : host)
                .withPort(port)
                .withUrlHosts(urlHosts)
                .withOrigins(origins)
                .withAccessLog(!silent)
                .withEffort(SearchEffort.standard().withCandidates(candidates))
                .withLimits(Limits.standard().withBodyBytes(maxBody).withQueued(queue).withTime(Duration.ofSeconds(seconds))));
        options = keyFile == null ? options : options.withKey(AccessKey.read(keyFile));
        return index == null ? options : options.withIndex(index);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
