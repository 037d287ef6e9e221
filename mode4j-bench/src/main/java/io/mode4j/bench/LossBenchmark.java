package io.mode4j.bench;

import io.mode4j.progress.ProcessUse;
import io.mode4j.torch.LossAlone;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code loss}: the loss of N pairs and its gradients alone, features of 512 numbers, by CLIP's and SigLIP's: seconds, and how much more memory was resident at most than before,
 * the gradients included. A process for each. Beside it what the logits alone would take. Linux only.
 */
final class LossBenchmark {
    static final int PAIRS = 32_768;
    private static final int DIM = 512;
    private static final double MEBIBYTE = 1 << 20;
    private static final int WARM = 256;

    private LossBenchmark() {}

    static void run(Options options, PrintStream out) throws IOException, InterruptedException {
        out.println(Measurement.HEADER);
        double all = (double) options.items() * options.items() * Float.BYTES / (1 << 20);
        out.println(new Measurement("loss", "all logits in float32", "MiB", List.of(all)).line());
        for (String kind : List.of("CLIP", "SigLIP")) {
            List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                    "-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                    "-Dorg.bytedeco.javacpp.maxbytes=0", "-cp", System.getProperty("java.class.path"), LossBenchmark.class.getName(), kind,
                    Integer.toString(options.items()), Integer.toString(options.threads()));
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("the loss " + kind + " ended with status " + status);
            }
        }
    }

    /** One loss; arguments: kind, pairs, threads. */
    static void main(String[] arguments) throws IOException {
        boolean sigmoid = arguments[0].equals("SigLIP");
        TorchClipEngine.open(new TorchOptions("cpu", "fp32", 1));
        int threads = Integer.parseInt(arguments[2]);
        try (LossAlone few = new LossAlone(WARM, DIM, sigmoid, threads)) {
            few.value();
        }
        try (LossAlone loss = new LossAlone(Integer.parseInt(arguments[1]), DIM, sigmoid, threads)) {
            ProcessUse.forgetPeak();
            double before = ProcessUse.own().orElseThrow().peak();
            long start = System.nanoTime();
            double value = loss.value();
            double seconds = (System.nanoTime() - start) / 1e9;
            double more = (ProcessUse.own().orElseThrow().peak() - before) / MEBIBYTE;
            String what = "%s, %s pairs (loss %.4f)".formatted(arguments[0], arguments[1], value);
            System.out.println(new Measurement("loss", what, "s", List.of(seconds)).line());
            System.out.println(new Measurement("loss", what, "MiB more", List.of(more)).line());
        }
    }
}
