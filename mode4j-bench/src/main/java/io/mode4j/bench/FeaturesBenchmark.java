package io.mode4j.bench;

import io.mode4j.clip.ClipModel;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code features}: pictures and captions a second embedded, by mode4j as its defaults are and by open_clip in every {@link ClipSetting}. The captions
 * are as long as captions are for mode4j, and padded to 77 tokens for open_clip, as its tokenizer does. Beside the speeds stand the relative distances to
 * open_clip's features in float32.
 */
final class FeaturesBenchmark {
    /** How many pictures or captions a run goes through where no option says. */
    static final int ITEMS = 128;

    static final int BATCH = 64;

    private FeaturesBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        for (String architecture : options.architectures("ViT-B-32")) {
            compare(ClipWork.make(architecture, options.batch(), options, work), options, out);
        }
    }

    private static void compare(ClipWork clip, Options options, PrintStream out) throws IOException, InterruptedException {
        Path reference = clip.reference(options, 0);
        int times = Math.ceilDiv(options.items(), options.batch());
        out.printf("# %s on %s, %d items a call, %.1f tokens a caption%n", clip.architecture(), options.device(), options.batch(),
                clip.meanLength());
        TorchClipEngine engine = TorchClipEngine.open(new TorchOptions(options.device(), "auto", options.threads()));
        try (ClipModel model = engine.load(clip.model())) {
            for (Kind kind : Kind.values()) {
                compare(kind, new Ours("mode4j, " + engine.describe(), model, clip, kind, times), reference, options, out);
            }
        }
    }

    private enum Kind {
        IMAGES, TEXTS;

        private String word() {
            return this == IMAGES ? "images" : "texts";
        }
    }

    private static void compare(Kind kind, Ours ours, Path reference, Options options, PrintStream out) throws IOException {
        List<ClipPeers> settings = new ArrayList<>();
        try {
            List<Contestant> contestants = new ArrayList<>(List.of(ours));
            print(out, kind, ours.name(), ours.distance(reference));
            for (ClipSetting setting : ClipSetting.of(options)) {
                ClipPeers peers = new ClipPeers(kind.word(), ours.clip(), reference, setting, ours.times(), options);
                settings.add(peers);
                for (Peer peer : peers.all()) {
                    print(out, kind, peer.name(), Double.parseDouble(peer.ask("distance")));
                }
                contestants.addAll(peers.all());
            }
            Rounds.run("features", options.rounds(), (long) ours.times() * options.batch(), kind.word(), contestants, out);
        } finally {
            for (ClipPeers peers : settings) {
                peers.close();
            }
        }
    }

    private static void print(PrintStream out, Kind kind, String name, double distance) {
        out.println(new Measurement("features", name, kind.word() + " distance", List.of(distance)).line());
    }

    private record Ours(String name, ClipModel model, ClipWork clip, Kind kind, int times) implements Contestant {
        double distance(Path reference) throws IOException {
            try (SafetensorsFile expected = SafetensorsFile.open(reference)) {
                return Distance.of(features(), expected.floats(kind == Kind.IMAGES ? "image_features" : "text_features"));
            }
        }

        private float[][] features() {
            return kind == Kind.IMAGES ? model.imageFeatures(clip.pixels(), clip.texts().size()) : model.textFeatures(clip.texts());
        }

        @Override
        public double run() {
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                features();
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
