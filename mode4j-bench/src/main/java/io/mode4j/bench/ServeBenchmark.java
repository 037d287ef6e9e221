package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code serve}: embeddings of texts by ViT-B-32 over HTTP, 32 clients, a caption a request: mode4j beside FastAPI with open_clip, which computes together what comes together, too. */
final class ServeBenchmark {
    /** Requests of a round. */
    static final int REQUESTS = 1_000;

    private static final int CLIENTS = 32;
    private static final String ARCHITECTURE = "ViT-B-32";
    private static final String PATH = "/v1/embeddings";
    private static final String READY = "/health/ready";

    private ServeBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Command.prepare();
        Path model = work.resolve(ARCHITECTURE);
        Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "make", ARCHITECTURE, model.toString());
        List<String> bodies = SyntheticCaptions.of(options.items(), 1)
                .stream()
                .map(caption -> "{\"input\": [\"" + caption + "\"]}")
                .toList();
        out.println(Measurement.HEADER);
        int port = ServedModel.freePort();
        ProcessBuilder peer = Peer.python(options.peers(), options.threads(), "embedding_server.py", model.toString(),
                Integer.toString(port),
                Integer.toString(options.threads()));
        try (ServedModel fastApi = new ServedModel("FastAPI + open_clip, fp32", port, READY, peer, work.resolve("fastapi.txt"));
                ServedModel single = ours(model, "fp32", work);
                ServedModel standard = ours(model, "auto", work)) {
            ServedModel.compare("serve", List.of(fastApi, single, standard), PATH, bodies, CLIENTS, options.rounds(), out);
        }
    }

    private static ServedModel ours(Path model, String precision, Path work) throws IOException, InterruptedException {
        int port = ServedModel.freePort();
        return new ServedModel("mode4j, " + precision, port, READY,
                Command.mode4j(List.of("serve", "--model", model.toString(), "--precision", precision,
                        "--port", Integer.toString(port), "--no-access-log")),
                work.resolve("mode4j-" + precision + ".txt"));
    }
}
