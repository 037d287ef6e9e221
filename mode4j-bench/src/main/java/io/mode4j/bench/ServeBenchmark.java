package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
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
        int port = free();
        ProcessBuilder peer = Peer.python(options.peers(), options.threads(), "embedding_server.py", model.toString(),
                Integer.toString(port),
                Integer.toString(options.threads()));
        try (ServedModel fastApi = new ServedModel("FastAPI + open_clip, fp32", port, peer, work.resolve("fastapi.txt"));
                ServedModel single = ours(model, "fp32", work);
                ServedModel standard = ours(model, "auto", work)) {
            measure(List.of(fastApi, single, standard), bodies, options.rounds(), out);
        }
    }

    private static ServedModel ours(Path model, String precision, Path work) throws IOException, InterruptedException {
        int port = free();
        return new ServedModel("mode4j, " + precision, port,
                Command.mode4j(List.of("serve", "--model", model.toString(), "--precision", precision,
                        "--port", Integer.toString(port), "--no-access-log")),
                work.resolve("mode4j-" + precision + ".txt"));
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Round by round, one after the other, so that a slow moment of the machine counts for all. */
    private static void measure(List<ServedModel> servers, List<String> bodies, int rounds, PrintStream out)
            throws IOException, InterruptedException {
        List<List<ServedModel.Load>> loads = new ArrayList<>();
        for (ServedModel server : servers) {
            server.ask(PATH, bodies.subList(0, Math.min(bodies.size(), 8 * CLIENTS)), CLIENTS);
            loads.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int s = 0; s < servers.size(); s++) {
                loads.get(s).add(servers.get(s).ask(PATH, bodies, CLIENTS));
            }
        }
        List<Measurement> rates = new ArrayList<>();
        for (int s = 0; s < servers.size(); s++) {
            String name = servers.get(s).name();
            rates.add(new Measurement("serve", name, "requests/s", loads.get(s).stream().map(ServedModel.Load::perSecond).toList()));
            out.println(rates.getLast().line());
            out.println(new Measurement("serve", name, "median ms", loads.get(s).stream().map(ServedModel.Load::median).toList()).line());
            out.println(new Measurement("serve", name, "p99 ms", loads.get(s).stream().map(ServedModel.Load::p99).toList()).line());
        }
        rates.subList(1, rates.size()).forEach(rate -> out.println(rate.over(rates.getFirst()).line()));
    }
}
