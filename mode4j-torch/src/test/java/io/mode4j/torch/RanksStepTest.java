package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.BatchShare;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.torch.ranks.RanksAsThreads;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several processes take the steps of one. */
class RanksStepTest {
    private static final int PAIRS = 23;
    private static final int STEPS = 50;
    private static final int FEW = 3;

    private record Trained(List<Double> losses, Map<String, float[]> weights) {}

    @BeforeAll
    static void load() {
        TinyClip.engine();
    }

    static Stream<ClipConfig> models() {
        return ChunkedStepTest.models();
    }

    private static ClipBatch whole(int step) {
        ClipBatch one = TinyClip.batch(PAIRS, step);
        return new ClipBatch(PAIRS, one.pixels(), one.tokens(), one.length(), IntStream.range(0, PAIRS).map(i -> i < 4 ? 0 : i).toArray());
    }

    /** What a rank has of a batch when ranks take pairs in turn: pairs r, r + R, …, the ranks' pairs one after another. */
    private static ClipBatch share(ClipBatch whole, int rank, int ranks) {
        int[] places = places(rank, ranks);
        int area = whole.pixels().length / PAIRS;
        byte[] pixels = new byte[places.length * area];
        int[] tokens = new int[places.length * whole.length()];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(whole.pixels(), places[i] * area, pixels, i * area, area);
            System.arraycopy(whole.tokens(), places[i] * whole.length(), tokens, i * whole.length(), whole.length());
        }
        int[] ids = IntStream.range(0, ranks)
                .flatMap(r -> Arrays.stream(places(r, ranks)))
                .map(place -> whole.captionIds()[place])
                .toArray();
        int first = IntStream.range(0, rank).map(r -> places(r, ranks).length).sum();
        return new ClipBatch(places.length, pixels, tokens, whole.length(), ids, new BatchShare(PAIRS, first, places));
    }

    private static int[] places(int rank, int ranks) {
        return IntStream.range(0, PAIRS).filter(i -> i % ranks == rank).toArray();
    }

    private static Trained train(ClipConfig model, TorchRanks ranks, int chunk, int steps) throws IOException {
        Parameters parameters = new Parameters(ClipParameters.of(model), TorchDevice.CPU, Precision.FP32);
        parameters.initialise(7);
        List<Double> losses = new ArrayList<>();
        try (TorchClipTrainer trainer = TorchClipTrainer.of(model, parameters, TinyClip.OPTIMIZER, 2, new StepPlan(chunk, false), ranks)) {
            for (int step = 0; step < steps; step++) {
                losses.add(trainer.step(share(whole(step), ranks.rank(), ranks.count()), 1e-3).loss());
            }
            Map<String, float[]> weights = new LinkedHashMap<>();
            parameters.specs().forEach(spec -> weights.put(spec.name(), Tensors.toFloats(parameters.value(spec.name()))));
            return new Trained(losses, weights);
        }
    }

    /** A bias of keys moves no softmax, its gradient is 0, and AdamW makes steps of what rounding leaves of it: it says nothing. */
    private static float[] told(String name, float[] weights) {
        float[] told = weights.clone();
        if (name.endsWith("in_proj_bias")) {
            Arrays.fill(told, told.length / 3, 2 * told.length / 3, 0);
        }
        return told;
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossesAndWeightsAreThoseOfOneProcess(ClipConfig model) throws Exception {
        requireSame(model, 2, 100, STEPS);
        requireSame(model, 4, 2, STEPS);
    }

    @Test
    void someRanksMayHaveNoPairs() throws Exception {
        requireSame(TinyClip.CONFIG, 25, 100, FEW);
    }

    private static void requireSame(ClipConfig model, int count, int chunk, int steps) throws Exception {
        Trained one = train(model, TorchRanks.alone(), 100, steps);
        List<Trained> several = RanksAsThreads.run(count, ranks -> train(model, ranks, chunk, steps));
        for (Trained rank : several) {
            for (int i = 0; i < steps; i++) {
                assertThat(rank.losses.get(i)).isCloseTo(one.losses.get(i), Offset.offset(1e-6 * one.losses.get(i)));
            }
            several.getFirst().weights
                    .forEach((name, weights) -> assertThat(Objects.requireNonNull(rank.weights.get(name))).as(name).isEqualTo(weights));
        }
        one.weights.forEach((name, weights) -> assertThat(told(name, Objects.requireNonNull(several.getFirst().weights.get(name)))).as(name)
                .containsExactly(told(name, weights), Offset.offset(1e-5f)));
    }
}
