package io.mode4j.bench;

import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.progress.ProcessUse;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A process that trains on all pairs once for every line {@code run} that it is sent, and answers with the seconds that took; {@code peak} is answered with the most memory that
 * it had resident since it began to, in KiB.
 *
 * @param pixels
 *            [n, 3, S, S]
 * @param tokens
 *            [n, length]
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
record ChunkedSteps(byte[] pixels, int[] tokens, int length) {

    private static final int WARM = 3;

    /** Arguments: model, inputs, pairs a step, pairs computed at once by all threads together, precision, threads, device. */
    static void main(String[] arguments) throws IOException {
        ChunkedSteps pairs = read(Path.of(arguments[1]));
        int batch = Integer.parseInt(arguments[2]);
        int atOnce = Integer.parseInt(arguments[3]);
        int threads = Integer.parseInt(arguments[5]);
        TorchOptions options = new TorchOptions(arguments[6], arguments[4], threads)
                .withChunkSize(arguments[6].equals("cpu") ? Math.ceilDiv(atOnce, threads) : atOnce);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ClipTrainer trainer = TorchClipEngine.open(options).start(Path.of(arguments[0]), TrainBenchmark.OPTIMIZER)) {
            for (int i = 0; i < WARM; i++) {
                trainer.step(pairs.batch(0, Math.min(2 * atOnce, pairs.count())), TrainBenchmark.OPTIMIZER.learningRate());
            }
            ProcessUse.forgetPeak();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(line.equals("peak") ? ProcessUse.own().orElseThrow().peak() / 1024.0 : pairs.train(trainer, batch));
            }
        }
    }

    /** {@return what a file of inputs holds} */
    static ChunkedSteps read(Path inputs) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(inputs)) {
            Tensor pictures = file.tensor("pixels");
            byte[] pixels = new byte[Math.toIntExact(pictures.data().byteSize())];
            MemorySegment.copy(pictures.data(), ValueLayout.JAVA_BYTE, 0, pixels, 0, pixels.length);
            long[] padded = file.longs("tokens");
            int n = Math.toIntExact(pictures.shape()[0]);
            int context = padded.length / n;
            int length = IntStream.range(0, padded.length).filter(i -> padded[i] != 0).map(i -> i % context + 1).max().orElseThrow();
            int[] tokens = IntStream.range(0, n * length).map(i -> (int) padded[i / length * context + i % length]).toArray();
            return new ChunkedSteps(pixels, tokens, length);
        }
    }

    /** {@return n} */
    int count() {
        return tokens.length / length;
    }

    private double train(ClipTrainer trainer, int batch) throws IOException {
        long start = System.nanoTime();
        for (int from = 0; from < count(); from += batch) {
            trainer.step(batch(from, Math.min(batch, count() - from)), TrainBenchmark.OPTIMIZER.learningRate());
        }
        double _ = trainer.gradientNorm(); // a GPU is waited for
        return (System.nanoTime() - start) / 1e9;
    }

    /** All pairs as they are, or a copy of some. */
    private ClipBatch batch(int from, int n) {
        int picture = pixels.length / count();
        byte[] some = n == count() ? pixels : Arrays.copyOfRange(pixels, from * picture, (from + n) * picture);
        return new ClipBatch(n, some, Arrays.copyOfRange(tokens, from * length, (from + n) * length), length,
                IntStream.range(from, from + n).toArray());
    }
}
