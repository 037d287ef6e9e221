package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model used by several threads at once. */
class TorchClipModelTest {
    private static final int IMAGES = 300; // more than a chunk

    @TempDir
    private Path folder;
    private final byte[] pixels = TinyClip.batch(IMAGES, 1).pixels();

    @BeforeEach
    void save() throws IOException {
        try (ClipTrainer trainer = TinyClip.engine().create(TinyClip.CONFIG, TinyClip.OPTIMIZER, 1)) {
            trainer.save(new FileLayer(), folder, false);
        }
    }

    @Test
    void threadsGetWhatOneGets() throws Exception {
        try (ClipModel model = TinyClip.engine().load(folder); ExecutorService threads = Executors.newFixedThreadPool(4)) {
            float[][] alone = model.imageFeatures(pixels, IMAGES);
            List<Callable<float[][]>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(() -> model.imageFeatures(pixels, IMAGES));
            }
            for (Future<float[][]> together : threads.invokeAll(calls)) {
                assertThat(together.get()).isDeepEqualTo(alone);
            }
        }
    }

    @Test
    void roundingTheWeightsOnceIsRoundingThemInEveryCall() throws Exception {
        ClipConfig quick = ClipConfig.of(8, TinyClip.CONFIG.vision(), TinyClip.CONFIG.text(), true);
        try (ClipTrainer trainer = TinyClip.engine().create(quick, TinyClip.OPTIMIZER, 1)) {
            trainer.save(new FileLayer(), folder.resolve("quick"), false);
        }
        assertThat(oneImage(folder.resolve("quick"))).isEqualTo(roundedInEveryCall(folder.resolve("quick"), quick));
    }

    /** On processors with matrix tiles GELU follows a product before it is rounded. */
    @Test
    void geluInTheProductDiffersByRounding() throws Exception {
        assertThat(oneImage(folder)).containsExactly(roundedInEveryCall(folder, TinyClip.CONFIG), Offset.offset(1 / 256f));
    }

    private float[] oneImage(Path model) throws IOException {
        TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "bf16", 1));
        try (ClipModel loaded = engine.load(model)) {
            return loaded.imageFeatures(Arrays.copyOf(pixels, 3 * 16 * 16), 1)[0];
        }
    }

    private float[] roundedInEveryCall(Path model, ClipConfig config) throws IOException {
        try (Parameters parameters = new Parameters(ClipParameters.of(config), TorchDevice.CPU,
                Precision.parse("bf16", TorchDevice.CPU));
                NativeScope _ = NativeScope.open();
                NoGradGuard _ = new NoGradGuard()) {
            ModelFiles.readModel(model, config, parameters);
            ClipNetwork network = new ClipNetwork(config, parameters);
            return Tensors.toFloats(ContrastiveLoss.normalised(network.image(Tensors.ofBytes(pixels, 0, TorchDevice.CPU, 1, 3, 16, 16))));
        }
    }

    @Test
    void nothingHasNoFeatures() throws Exception {
        try (ClipModel model = TinyClip.engine().load(folder)) {
            assertThat(model.imageFeatures(new byte[0], 0)).isEmpty();
            assertThat(model.textFeatures(List.of())).isEmpty();
        }
    }

    @Test
    void textsOfAllLengthsComeBackInTheirOrder() throws Exception {
        List<int[]> texts = List.of(new int[]{48, 1, 2, 3, 4, 5, 6, 49}, new int[]{48, 49}, new int[]{48, 9, 9, 9, 49},
                new int[]{48, 7, 49},
                new int[]{48, 9, 49});
        try (ClipModel model = TinyClip.engine().load(folder)) {
            float[][] together = model.textFeatures(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together[i]).containsExactly(model.textFeatures(List.of(texts.get(i)))[0], Offset.offset(1e-5f));
            }
        }
    }

    @Test
    void closingWhileOthersUseItIsAnErrorForThem() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            ClipModel model = TinyClip.engine().load(folder);
            CountDownLatch working = new CountDownLatch(3);
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                users.add(threads.submit(() -> {
                    model.imageFeatures(pixels, IMAGES);
                    working.countDown();
                    while (true) {
                        model.imageFeatures(pixels, IMAGES);
                    }
                }));
            }
            working.await();
            model.close();
            for (Future<?> user : users) {
                assertThatThrownBy(user::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IllegalStateException.class);
            }
        }
    }
}
