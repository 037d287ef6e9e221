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
        int port = Ports.free();
        ProcessBuilder peer = Peer.python(options.peers(), options.threads(), "embedding_server.py", model.toString(),
                Integer.toString(port),
                Integer.toString(options.threads()));
        try (ServedModel fastApi = new ServedModel("FastAPI + open_clip, fp32", port, ServedModel.READY, peer, work.resolve("fastapi.txt"));
                ServedModel single = ServedModel.mode4j("fp32", work, "--model", model.toString());
                ServedModel standard = ServedModel.mode4j("auto", work, "--model", model.toString())) {
            ServedModel.compare("serve", List.of(fastApi, single, standard), PATH, bodies, CLIENTS, options.rounds(), out);
        }
    }
}
