package io.mode4j.bench;

import io.mode4j.embed.SentenceEncoder;
import io.mode4j.onnx.HuggingFaceTokens;
import io.mode4j.onnx.OnnxEncoder;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.TorchSentenceEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code embed}: captions a second by LibTorch in float32, by ONNX Runtime and by sentence-transformers at its defaults, with the same weights; then by LibTorch in bfloat16. */
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
        try (SentenceEncoder bundled = OnnxEncoder.bundled(options.threads());
                SentenceEncoder fp32 = torch(folder, "fp32", options);
                SentenceEncoder bf16 = torch(folder, "bf16", options);
                Peer peer = new Peer("sentence-transformers", options.peers(), options.threads(), "embed.py", folder.toString(),
                        texts.toString())) {
            Rounds.run("embed", options.rounds(), captions.size(), "captions",
                    List.of(ours("mode4j, LibTorch", fp32, captions), peer, ours("mode4j, ONNX Runtime", bundled, captions)), out);
            Rounds.run("embed", options.rounds(), captions.size(), "captions",
                    List.of(ours("mode4j, LibTorch in bfloat16", bf16, captions), peer), out);
        }
    }

    private static SentenceEncoder torch(Path folder, String precision, Options options) throws IOException {
        return TorchSentenceEncoder.load(folder, Optional.empty(), HuggingFaceTokens::open,
                new TorchOptions(options.device(), precision, options.threads()));
    }

    private static Contestant ours(String name, SentenceEncoder encoder, List<String> captions) {
        return Contestant.of(name, () -> encoder.encode(captions));
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
