package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.clip.checkpoint.FittedWeights;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code parity}: full models of open_clip with random weights, in float32: features, loss, every parameter's gradient, and the parameters after five steps of AdamW, each as the
 * relative distance of mode4j's to open_clip's; then the features that open_clip computes from folders that mode4j wrote, after conversion and after training.
 */
final class ParityCheck {
    /** How many a batch has where no option says. */
    static final int PAIRS = 8;

    private static final int STEPS = 5;
    private static final String AVERAGE = "exp_avg.";

    private final ClipWork clip;
    private final Options options;
    private final SafetensorsFile reference;
    private final TorchClipEngine engine;
    private final PrintStream out;
    private final String architecture;

    private ParityCheck(String architecture, ClipWork clip, Options options, SafetensorsFile reference, PrintStream out) {
        this.architecture = architecture;
        this.clip = clip;
        this.options = options;
        this.reference = reference;
        this.engine = TorchClipEngine.open(new TorchOptions(options.device(), "fp32", options.threads()));
        this.out = out;
    }

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        out.println("architecture\twhat\tdistance\tat most");
        for (String architecture : options.architectures("ViT-B-32", "ViT-B-32-quickgelu")) {
            Path folder = work.resolve("of-" + architecture);
            ClipWork clip = ClipWork.make(architecture, options.items(), options, folder);
            try (SafetensorsFile reference = SafetensorsFile.open(clip.reference(options, STEPS))) {
                ParityCheck check = new ParityCheck(architecture, clip, options, reference, out);
                check.features("", clip.model(), reference);
                check.training(folder.resolve("trained"));
                check.exchange("open_clip from the converted folder, ", check.converted(folder.resolve("converted")));
                check.exchange("open_clip from the trained folder, ", folder.resolve("trained"));
            }
            new FileLayer().deleteTree(folder);
        }
    }

    private void print(String what, double distance, double most) {
        out.printf("%s\t%s\t%.1e\t%.0e%s%n", architecture, what, distance, most, distance <= most ? "" : "\tMISSED");
    }

    private void features(String whose, Path model, SafetensorsFile expected) throws IOException {
        try (ClipModel loaded = engine.load(model)) {
            print(whose + "image features", Distance.of(loaded.imageFeatures(clip.pixels(), clip.texts().size()),
                    expected.floats("image_features")), 1e-5);
            print(whose + "text features", Distance.of(loaded.textFeatures(clip.texts()), expected.floats("text_features")), 1e-5);
        }
    }

    private void training(Path folder) throws IOException {
        ClipBatch batch = clip.batch();
        float[] losses = reference.floats("losses");
        double rate = TrainBenchmark.OPTIMIZER.learningRate();
        try (ClipTrainer trainer = engine.start(clip.model(), TrainBenchmark.OPTIMIZER)) {
            print("loss", Math.abs(trainer.step(batch, rate).loss() - losses[0]) / losses[0], 1e-6);
            trainer.save(new FileLayer(), folder, true);
            gradients(folder.resolve("optimizer.safetensors"));
            double last = 0;
            for (int i = 1; i < STEPS; i++) {
                last = trainer.step(batch, rate).loss();
            }
            print("loss of step " + STEPS, Math.abs(last - losses[STEPS - 1]) / losses[STEPS - 1], 1e-4);
            trainer.save(new FileLayer(), folder, false);
            parameters(folder.resolve("model.safetensors"));
        }
    }

    /** A fresh optimiser's running mean is a known part of the gradient. */
    private void gradients(Path optimizer) throws IOException {
        double most = 0;
        try (SafetensorsFile found = SafetensorsFile.open(optimizer)) {
            for (String name : found.names()) {
                if (name.startsWith(AVERAGE)) {
                    float[] expected = reference.floats("gradients." + name.substring(AVERAGE.length()));
                    most = Math.max(most,
                            new Distance().add(found.floats(name), 1 / (1 - TrainBenchmark.OPTIMIZER.beta1()), expected).relative());
                }
            }
        }
        print("gradient of the worst parameter", most, 1e-4);
    }

    private void parameters(Path model) throws IOException {
        double most = 0;
        try (SafetensorsFile found = SafetensorsFile.open(model)) {
            for (String name : found.names()) {
                float[] ours = found.floats(name);
                float[] expected = reference.floats("after." + name);
                if (name.endsWith("in_proj_bias")) {
                    withoutKeys(ours);
                    withoutKeys(expected);
                }
                most = Math.max(most, Distance.of(ours, expected));
            }
        }
        print("worst parameter after " + STEPS + " steps", most, 1e-4);
    }

    /** Softmax does not feel a bias of the keys: its gradient is rounding alone, which AdamW then blows up to full steps. */
    private static void withoutKeys(float[] bias) {
        Arrays.fill(bias, bias.length / 3, 2 * bias.length / 3, 0);
    }

    private Path converted(Path folder) throws IOException {
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(clip.model().resolve("model.safetensors"))) {
            FittedWeights.of(checkpoint, ClipConfig.read(clip.model().resolve(ClipCheckpoint.CONFIG))).write(new FileLayer(), folder);
        }
        return folder;
    }

    private void exchange(String whose, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("features.safetensors");
        Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "features", folder.toString(), clip.inputs().toString(),
                file.toString(), options.device());
        try (SafetensorsFile theirs = SafetensorsFile.open(file)) {
            features(whose, folder, theirs);
        }
    }
}
