package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Steps, feature batches, loads and closes leave native memory as they found it. The JVM of these tests touches its whole heap at the start, so
 * that resident memory grows by native memory only.
 */
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long TOLERATED_KIB = 32 << 10; // a step's graph alone is about 100 KiB

    private static long residentKib() throws IOException {
        return Files.readAllLines(STATUS)
                .stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The engine under test. */
    TorchClipEngine engine() {
        return TinyClip.engine();
    }

    private interface Work {
        void run(int i) throws IOException;
    }

    /** Runs a quarter to warm up, then all, and looks at what has grown. */
    private static void staysFlat(int times, Work work) throws IOException {
        Assumptions.assumeThat(STATUS).exists();
        for (int i = 0; i < times / 4; i++) {
            work.run(i);
        }
        NativeGarbage.collect(); // other tests in this process leave objects to the collector, whose end is not ours
        long objects = Pointer.totalCount();
        long resident = residentKib();
        for (int i = 0; i < times; i++) {
            work.run(i);
        }
        assertThat(Pointer.totalCount()).isEqualTo(objects);
        assertThat(residentKib() - resident).isLessThan(TOLERATED_KIB);
    }

    @Test
    void overTrainingSteps() throws IOException {
        try (ClipTrainer trainer = engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            staysFlat(2000, i -> trainer.step(TinyClip.batch(8, i % 20), 1e-3));
        }
    }

    @Test
    void overStepsWithTeachers() throws IOException {
        try (ClipTrainer trainer = engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            staysFlat(2000, i -> trainer.step(TinyClip.taught(8, i % 20, 0.5), 1e-3));
        }
    }

    @Test
    void overStepsInPieces() throws IOException {
        TorchClipEngine chunked = TorchClipEngine.open(new TorchOptions("cpu", "fp32", 2).withChunkSize(3).withGradCheckpointing());
        try (ClipTrainer trainer = chunked.create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            staysFlat(1000, i -> trainer.step(TinyClip.batch(17, i % 20), 1e-3));
        }
    }

    @Test
    void overFeaturesOfAModelUnderTraining() throws IOException {
        byte[] pixels = TinyClip.batch(8, 1).pixels();
        try (ClipTrainer trainer = engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            staysFlat(1000, i -> {
                trainer.step(TinyClip.batch(8, i % 20), 1e-3);
                trainer.imageFeatures(pixels, 8);
                trainer.textFeatures(List.of(new int[]{48, i % 48, 49}, new int[]{48, 49}));
            });
        }
    }

    @Test
    void overFeatures(@TempDir Path folder) throws IOException {
        save(folder);
        byte[] pixels = TinyClip.batch(8, 1).pixels();
        try (ClipModel model = engine().load(folder)) {
            staysFlat(2000, i -> {
                model.imageFeatures(pixels, 8);
                model.textFeatures(List.of(new int[]{48, i % 48, 49}, new int[]{48, 49}));
            });
        }
    }

    @Test
    void overLoadsAndCloses(@TempDir Path folder) throws IOException {
        save(folder);
        staysFlat(200, _ -> {
            try (ClipModel model = engine().load(folder)) {
                model.textFeatures(List.of(new int[]{48, 49}));
            }
        });
    }

    @Test
    void overResumedTraining(@TempDir Path folder) throws IOException {
        save(folder);
        staysFlat(100, i -> {
            try (ClipTrainer again = engine().restore(folder, TinyClip.OPTIMIZER)) {
                again.step(TinyClip.batch(4, i), 1e-3);
                again.save(new FileLayer(), folder, true);
            }
        });
    }

    @Test
    void overLoadsThatFail(@TempDir Path folder) throws IOException {
        save(folder);
        Path damaged = Files.createDirectory(folder.resolve("damaged"));
        for (String name : List.of(ClipCheckpoint.CONFIG, ModelFiles.MODEL)) {
            Files.copy(folder.resolve(name), damaged.resolve(name));
        }
        staysFlat(100, _ -> assertThatThrownBy(() -> engine().restore(damaged, TinyClip.OPTIMIZER)).as("no optimiser")
                .isInstanceOf(IOException.class));
        byte[] model = Files.readAllBytes(damaged.resolve(ModelFiles.MODEL));
        Files.write(damaged.resolve(ModelFiles.MODEL), Arrays.copyOf(model, model.length - 1000));
        staysFlat(100, _ -> {
            assertThatThrownBy(() -> engine().load(damaged)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> engine().start(damaged, TinyClip.OPTIMIZER)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> engine().restore(damaged, TinyClip.OPTIMIZER)).isInstanceOf(IOException.class);
        });
    }

    @Test
    void overTrainersThatCannotBeMade() throws IOException {
        List<ParameterSpec> specs = new ArrayList<>(ClipParameters.of(TinyClip.CONFIG));
        ParameterSpec table = specs.getFirst();
        specs.set(0, new ParameterSpec("another name", table.shape(), table.initial()));
        TorchDevice device = TorchDevice.parse("cpu");
        staysFlat(100, _ -> {
            try (Parameters parameters = new Parameters(specs, device, Precision.FP32)) {
                assertThatThrownBy(
                        () -> TorchClipTrainer.of(TinyClip.CONFIG, parameters, TinyClip.OPTIMIZER, 2, StepPlan.WHOLE, TorchRanks.alone()))
                        .hasMessageContaining("no parameter");
            }
        });
    }

    private void save(Path folder) throws IOException {
        try (ClipTrainer trainer = engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            trainer.save(new FileLayer(), folder, true);
        }
    }
}
