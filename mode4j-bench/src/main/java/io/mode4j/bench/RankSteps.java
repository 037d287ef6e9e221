package io.mode4j.bench;

import io.mode4j.clip.BatchShare;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.StepResult;
import io.mode4j.ranks.RankPlace;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One of several processes that take training steps together, each with one thread; the first one takes them for every line that it is sent, and answers with the seconds. */
final class RankSteps {
    static final String PRECISION = "fp32";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private RankSteps() {}

    /** Arguments: model, inputs, steps of a run. */
    static void main(String[] arguments) throws IOException {
        RankPlace place = RankPlace.in(System.getenv()).orElseThrow();
        TorchOptions computing = new TorchOptions("cpu", PRECISION, 1);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (TorchRanks ranks = TorchClipEngine.join(computing, place, new TreeMap<>(), TIMEOUT);
                ClipTrainer trainer = TorchClipEngine.open(computing, ranks).start(Path.of(arguments[0]), TrainBenchmark.OPTIMIZER)) {
            ClipBatch batch = share(ChunkedSteps.read(Path.of(arguments[1])), ranks.rank(), ranks.count());
            int steps = Integer.parseInt(arguments[2]);
            while (isAsked(ranks, in)) {
                long start = System.nanoTime();
                for (int i = 0; i < steps; i++) {
                    StepResult _ = trainer.step(batch, TrainBenchmark.OPTIMIZER.learningRate());
                }
                System.out.println((System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static boolean isAsked(TorchRanks ranks, BufferedReader in) throws IOException {
        boolean asked = ranks.isFirst() && in.readLine() != null;
        return ranks.fromFirst(new byte[]{(byte) (asked ? 1 : 0)})[0] == 1;
    }

    private static ClipBatch share(ChunkedSteps pairs, int rank, int count) {
        int n = pairs.count();
        int from = n * rank / count;
        int to = n * (rank + 1) / count;
        int picture = pairs.pixels().length / n;
        return new ClipBatch(to - from, Arrays.copyOfRange(pairs.pixels(), from * picture, to * picture),
                Arrays.copyOfRange(pairs.tokens(), from * pairs.length(), to * pairs.length()), pairs.length(),
                IntStream.range(0, n).toArray(),
                new BatchShare(n, from, IntStream.range(from, to).toArray()));
    }
}
