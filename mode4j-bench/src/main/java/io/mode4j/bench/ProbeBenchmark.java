package io.mode4j.bench;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.linalg.Vectors;
import io.mode4j.probe.LinearProbe;
import io.mode4j.probe.ProbeData;
import io.mode4j.probe.ProbeOptions;
import io.mode4j.task.ClassificationMetrics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@code probe}: the search of a linear probe's weight decay, and the last training, on features in memory: 100 classes in 512 dimensions, by {@link LinearProbe} and by
 * CLIP_benchmark's own code on the processor. Of N rows a tenth is asked about, and a tenth is chosen by. Beside the speeds stand both accuracies.
 */
final class ProbeBenchmark {
    static final int ROWS = 20_000;
    private static final int DIM = 512;
    private static final int CLASSES = 100;
    private static final double NOISE = 0.12;

    private ProbeBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        ProbeData all = make(options.items());
        int test = options.items() / 10;
        Path features = work.resolve("features.npy");
        Path labels = work.resolve("labels.npy");
        Path found = work.resolve("found.txt");
        Npy.writeMatrix(new FileLayer(), features, Dtype.FLOAT32, all.size(), DIM,
                (r, into) -> System.arraycopy(all.features()[(int) r], 0, into, 0, DIM));
        Npy.writeInts(new FileLayer(), labels, all.labels());
        double[] accuracy = new double[1];
        Contestant ours = Contestant.of("mode4j", () -> accuracy[0] = probe(all, test, options.threads()));
        try (Peer peer = new Peer("CLIP_benchmark", options.peers(), options.threads(), "probe.py", features.toString(), labels.toString(),
                Integer.toString(test), found.toString())) {
            Rounds.run("probe", options.rounds(), 1, "sweeps", List.of(ours, peer), out);
        }
        out.println(new Measurement("probe", "mode4j", "accuracy", List.of(accuracy[0])).line());
        out.println(
                new Measurement("probe", "CLIP_benchmark", "accuracy", List.of(Double.valueOf(Files.readString(found).strip()))).line());
    }

    private static double probe(ProbeData all, int test, int threads) throws BadInputException {
        LinearProbe probe = new LinearProbe(ProbeOptions.defaults().withThreads(threads), Optional.empty());
        return probe.run(part(all, 2 * test, all.size()), Optional.of(part(all, test, 2 * test)), part(all, 0, test))
                .metrics()
                .getOrDefault(ClassificationMetrics.ACC1, Double.NaN);
    }

    private static ProbeData part(ProbeData all, int from, int to) {
        return new ProbeData(Arrays.copyOfRange(all.features(), from, to), Arrays.copyOfRange(all.labels(), from, to), CLASSES);
    }

    /** Unit vectors around a direction of each class. */
    private static ProbeData make(int rows) {
        RandomGenerator random = RandomStream.of(1, "probe benchmark");
        float[][] centers = new float[CLASSES][DIM];
        for (float[] center : centers) {
            gaussian(random, center, 1);
            Vectors.normalize(center, 0, DIM);
        }
        float[][] features = new float[rows][DIM];
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            labels[r] = r % CLASSES;
            gaussian(random, features[r], NOISE);
            for (int d = 0; d < DIM; d++) {
                features[r][d] += centers[labels[r]][d];
            }
            Vectors.normalize(features[r], 0, DIM);
        }
        return new ProbeData(features, labels, CLASSES);
    }

    private static void gaussian(RandomGenerator random, float[] into, double deviation) {
        for (int d = 0; d < into.length; d++) {
            into[d] = (float) (deviation * random.nextGaussian());
        }
    }
}
