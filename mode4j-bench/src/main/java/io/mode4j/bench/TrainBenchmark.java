package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code train}: pairs a second of a training step, by mode4j and by open_clip_train, with the same weights and the same batch of 32, for each
 * {@link ClipSetting}. Beside the speeds stand the relative distances of loss and whole gradient of the first step to open_clip's in float32.
 */
final class TrainBenchmark {
    /** How many pairs a run goes through where no option says. */
    static final int PAIRS = 64;

    static final int BATCH = 32;
    static final OptimizerConfig OPTIMIZER = OptimizerConfig.of(5e-4, 0.2);

    private TrainBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        for (String architecture : options.architectures("ViT-B-32")) {
            compare(ClipWork.make(architecture, options.batch(), options, work), options, work, out);
        }
    }

    private static void compare(ClipWork clip, Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Path reference = clip.reference(options, 0);
        int batch = options.batch();
        int steps = Math.ceilDiv(options.items(), batch);
        out.printf("# %s on %s, %d pairs a step, %.1f tokens a caption%n", clip.architecture(), options.device(), batch, clip.meanLength());
        for (ClipSetting setting : ClipSetting.of(options)) {
            try (Ours ours = new Ours("mode4j " + setting.ours(), clip, setting.ours(), steps, options);
                    ClipPeers peers = new ClipPeers("train", clip, reference, setting, steps, options)) {
                print(out, ours.name(), ours.distances(reference, work.resolve("step")));
                for (Peer peer : peers.all()) {
                    print(out, peer.name(), peer.ask("distance"));
                }
                List<Contestant> contestants = new ArrayList<>(List.of(ours));
                contestants.addAll(peers.all());
                Rounds.run("train", options.rounds(), (long) steps * batch, "pairs", contestants, out);
            }
        }
    }

    private static void print(PrintStream out, String name, String distances) {
        String[] both = distances.split(" ", -1);
        out.println(new Measurement("train", name, "loss distance", List.of(Double.valueOf(both[0]))).line());
        out.println(new Measurement("train", name, "gradient distance", List.of(Double.valueOf(both[1]))).line());
    }

    /** mode4j in this process. */
    record Ours(String name, ClipTrainer trainer, ClipWork clip, int steps) implements Contestant {
        Ours(String name, ClipWork clip, String precision, int steps, Options options) throws IOException {
            this(name,
                    TorchClipEngine.open(new TorchOptions(options.device(), precision, options.threads())).start(clip.model(), OPTIMIZER),
                    clip, steps);
        }

        /** Takes the first step. A fresh optimiser's running mean is a known part of the gradient. */
        String distances(Path reference, Path folder) throws IOException {
            double loss = trainer.step(clip.batch(), OPTIMIZER.learningRate()).loss();
            trainer.save(new FileLayer(), folder, true);
            Distance gradient = new Distance();
            try (SafetensorsFile expected = SafetensorsFile.open(reference);
                    SafetensorsFile found = SafetensorsFile.open(folder.resolve("optimizer.safetensors"))) {
                for (String name : found.names()) {
                    if (name.startsWith("exp_avg.")) {
                        gradient.add(found.floats(name), 1 / (1 - OPTIMIZER.beta1()),
                                expected.floats(name.replace("exp_avg.", "gradients.")));
                    }
                }
                float first = expected.floats("losses")[0];
                return Math.abs(loss - first) / first + " " + gradient.relative();
            }
        }

        @Override
        public double run() throws IOException {
            ClipBatch batch = clip.batch();
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                trainer.step(batch, OPTIMIZER.learningRate());
            }
            Device.await();
            return (System.nanoTime() - start) / 1e9;
        }

        @Override
        public void close() {
            trainer.close();
        }
    }
}
