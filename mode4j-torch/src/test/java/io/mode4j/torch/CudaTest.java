package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A GPU computes what the CPU does, with heads as wide as CLIP's. */
@Cuda
class CudaTest {
    private static final ClipConfig CONFIG = ClipConfig.of(32, new ClipConfig.Vision(16, 4, 128, 3, 64, 4),
            new ClipConfig.Text(8, 50, 128, 2, 3),
            false);
    private static final int PAIRS = 24;

    @TempDir
    private Path folder;

    private static TorchClipEngine engine(String device, String precision) {
        return TorchClipEngine.open(new TorchOptions(device, precision, 2));
    }

    /** Five steps; returns their losses. */
    private double[] train(TorchClipEngine engine, Path to) throws IOException {
        try (ClipTrainer trainer = engine.create(CONFIG, TinyClip.OPTIMIZER, 1)) {
            double[] losses = new double[5];
            for (int i = 0; i < losses.length; i++) {
                losses[i] = trainer.step(TinyClip.batch(PAIRS, i), 1e-3).loss();
            }
            trainer.save(new FileLayer(), to, true);
            return losses;
        }
    }

    private static float[][] features(TorchClipEngine engine, Path model) throws IOException {
        ClipBatch batch = TinyClip.batch(PAIRS, 99);
        List<int[]> texts = IntStream.range(0, PAIRS)
                .mapToObj(i -> Arrays.copyOfRange(batch.tokens(), i * batch.length(), (i + 1) * batch.length()))
                .toList();
        try (ClipModel loaded = engine.load(model)) {
            float[][] images = loaded.imageFeatures(batch.pixels(), PAIRS);
            float[][] captions = loaded.textFeatures(texts);
            return IntStream.range(0, 2 * PAIRS).mapToObj(i -> i < PAIRS ? images[i] : captions[i - PAIRS]).toArray(float[][]::new);
        }
    }

    private static void assertClose(float[][] found, float[][] expected, float offset) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).as("row %d", i).containsExactly(expected[i], Offset.offset(offset));
        }
    }

    @ParameterizedTest
    @CsvSource({"fp32, 1e-5, 1e-5", "bf16, 2e-2, 3e-2"})
    void trainingAndFeaturesAreTheCpus(String precision, double loss, float feature) throws IOException {
        double[] expected = train(engine("cpu", "fp32"), folder.resolve("cpu"));
        double[] found = train(engine("cuda", precision), folder.resolve("cuda"));
        assertThat(found).containsExactly(expected, Offset.offset(loss));
        float[][] features = features(engine("cpu", "fp32"), folder.resolve("cpu"));
        assertClose(features(engine("cuda", precision), folder.resolve("cpu")), features, feature);
        assertClose(features(engine("cpu", "fp32"), folder.resolve("cuda")), features, 5 * feature); // a checkpoint moves between devices
    }

    @Test
    void aTrainingGoesOnOnTheOtherDevice() throws IOException {
        train(engine("cuda", "fp32"), folder.resolve("cuda"));
        ClipBatch next = TinyClip.batch(PAIRS, 5);
        try (ClipTrainer there = engine("cuda", "fp32").restore(folder.resolve("cuda"), TinyClip.OPTIMIZER);
                ClipTrainer here = engine("cpu", "fp32").restore(folder.resolve("cuda"), TinyClip.OPTIMIZER)) {
            for (int i = 0; i < 3; i++) {
                assertThat(here.step(next, 1e-3).loss()).isCloseTo(there.step(next, 1e-3).loss(), Offset.offset(1e-5));
            }
        }
    }

    @Test
    void anotherNumberThanThoseThereSaysWhichAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> engine("cuda:99", "fp32"))
                .withMessageContaining("cuda:99")
                .withMessageContaining("cuda:" + (torch.getNumGPUs() - 1));
    }
}
