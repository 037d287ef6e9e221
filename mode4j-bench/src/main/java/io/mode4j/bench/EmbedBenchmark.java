package io.mode4j.bench;

import io.mode4j.embed.SentenceEncoder;
import io.mode4j.onnx.OnnxEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code embed}: captions a second of {@link OnnxEncoder} and of sentence-transformers at its defaults, with the same weights. */
final class EmbedBenchmark {
    /** How many it embeds where no option says. */
    static final int CAPTIONS = 4_000;

    private static final long SEED = 1;

    private EmbedBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        List<String> captions = SyntheticCaptions.of(options.items(), SEED);
        Path texts = Files.write(work.resolve("captions.txt"), captions);
        Path model = copy("all-minilm-l6-v2.onnx", work);
        Path tokenizer = copy("all-minilm-l6-v2-tokenizer.json", work);
        Path folder = work.resolve("sentence-transformers");
        Peer.runToEnd(options.peers(), 1, "minilm.py", model.toString(), tokenizer.toString(), folder.toString());
        try (SentenceEncoder encoder = OnnxEncoder.bundled(options.threads());
                Peer peer = new Peer("sentence-transformers", options.peers(), options.threads(), "embed.py", folder.toString(),
                        texts.toString())) {
            Rounds.run("embed", options.rounds(), captions.size(), "captions", List.of(ours(encoder, captions), peer), out);
        }
    }

    private static Contestant ours(SentenceEncoder encoder, List<String> captions) {
        return new Contestant() {
            @Override
            public String name() {
                return "mode4j";
            }

            @Override
            public double run() throws IOException {
                long start = System.nanoTime();
                encoder.encode(captions);
                return (System.nanoTime() - start) / 1e9;
            }
        };
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path target = folder.resolve(resource);
        try (InputStream in = OnnxEncoder.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path");
            }
            Files.copy(in, target);
        }
        return target;
    }
}
