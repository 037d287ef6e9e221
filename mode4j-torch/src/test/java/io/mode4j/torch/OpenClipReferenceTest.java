package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small random models must do what open_clip's do with the same weights and inputs; see the README beside the values. */
class OpenClipReferenceTest {
    private static final OptimizerConfig OPTIMIZER = OptimizerConfig.of(1e-3, 0.2);
    private static final int PAIRS = 6;

    /** A model with the reference's weights and the reference's batch. */
    private record Reference(SafetensorsFile file, TorchClipTrainer trainer, ClipBatch batch) implements AutoCloseable {
        static Reference open(String name, Precision precision, TorchDevice device) throws IOException {
            ClipConfig config = ClipConfig.read(resource(name + ".json"));
            SafetensorsFile file = SafetensorsFile.open(resource(name + ".safetensors"));
            TorchClipTrainer trainer = TorchClipTrainer.of(config,
                    new Parameters(ClipParameters.of(config), device, precision), OPTIMIZER, 2, StepPlan.WHOLE, TorchRanks.alone());
            for (ParameterSpec spec : trainer.parameters().specs()) {
                assertThat(file.tensor("weights." + spec.name()).shape()).as(spec.name()).isEqualTo(spec.shape());
                trainer.parameters().set(spec, file.floats("weights." + spec.name()));
            }
            assertThat(file.names().stream().filter(n -> n.startsWith("weights."))).hasSameSizeAs(trainer.parameters().specs());
            int[] tokens = LongStream.of(file.longs("tokens")).mapToInt(Math::toIntExact).toArray();
            byte[] pixels = file.tensor("pixels").data().toArray(ValueLayout.JAVA_BYTE);
            return new Reference(file, trainer,
                    new ClipBatch(PAIRS, pixels, tokens, tokens.length / PAIRS, IntStream.range(0, PAIRS).toArray()));
        }

        TorchDevice device() {
            return trainer.parameters().device();
        }

        private static Path resource(String name) {
            URL url = Objects.requireNonNull(OpenClipReferenceTest.class.getResource("openclip/" + name));
            try {
                return Path.of(url.toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            trainer.close();
            file.close();
        }
    }

    private Reference open(String name, Precision precision) throws IOException {
        TinyClip.engine(device()); // loads LibTorch
        return Reference.open(name, precision, device().equals("cpu") ? TorchDevice.CPU : new TorchDevice(0));
    }

    /** Where the models compute. */
    String device() {
        return "cpu";
    }

    private static double distance(float[] found, float[] expected) {
        float[] difference = new float[expected.length];
        for (int i = 0; i < expected.length; i++) {
            difference[i] = found[i] - expected[i];
        }
        return length(difference) / Math.max(length(expected), 1e-15);
    }

    private static double length(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gelu", "quickgelu", "average", "siglip"})
    void features(String name) throws IOException {
        try (Reference reference = open(name, Precision.FP32); NativeScope _ = NativeScope.open()) {
            ClipConfig config = reference.trainer().config();
            ClipNetwork network = new ClipNetwork(config, reference.trainer().parameters());
            int[] tokens = reference.batch().tokens();
            List<int[]> texts = IntStream.range(0, PAIRS).mapToObj(i -> Arrays.copyOfRange(tokens, 12 * i, 12 * (i + 1))).toList();
            float[] images = Tensors.toFloats(
                    ContrastiveLoss
                            .normalised(
                                    network.image(Tensors.ofBytes(reference.batch().pixels(), 0, reference.device(), PAIRS, 3, 16, 16))));
            float[] captions = Tensors.toFloats(ContrastiveLoss.normalised(network.text(Texts.of(texts, config.text()))));
            assertThat(distance(images, reference.file().floats("image_features"))).isLessThan(1e-5);
            assertThat(distance(captions, reference.file().floats("text_features"))).isLessThan(1e-5);
        }
    }

    @Test
    void featuresOfSomePatches() throws IOException {
        try (Reference reference = open("dropout", Precision.FP32); NativeScope _ = NativeScope.open()) {
            ClipNetwork network = new ClipNetwork(reference.trainer().config(), reference.trainer().parameters());
            Tensor pixels = Tensors.ofBytes(reference.batch().pixels(), 0, reference.device(), PAIRS, 3, 16, 16);
            Tensor kept = Tensors.ofLongs(reference.file().longs("kept"), reference.device(), reference.file().tensor("kept").shape());
            float[] images = Tensors.toFloats(ContrastiveLoss.normalised(network.image(pixels, kept)));
            assertThat(distance(images, reference.file().floats("image_features"))).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gelu", "quickgelu", "average", "siglip"})
    void lossAndGradients(String name) throws IOException {
        try (Reference reference = open(name, Precision.FP32)) {
            double expectedLoss = reference.file().floats("losses")[0];
            assertThat(loss(reference)).isCloseTo(expectedLoss, Offset.offset(1e-6 * expectedLoss));
            for (ParameterSpec spec : reference.trainer().parameters().specs()) {
                float[] expected = reference.file().floats("gradients." + spec.name());
                assertThat(distance(gradient(reference, spec), expected)).as(spec.name()).isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gelu", "quickgelu", "average", "siglip"})
    void fiveOptimiserSteps(String name) throws IOException {
        try (Reference reference = open(name, Precision.FP32)) {
            float[] losses = reference.file().floats("losses");
            for (float expected : losses) {
                assertThat(reference.trainer().step(reference.batch(), 1e-3).loss()).isCloseTo(expected, Offset.offset(1e-5));
            }
            for (ParameterSpec spec : reference.trainer().parameters().specs()) {
                float[] found = Tensors.toFloats(reference.trainer().parameters().value(spec.name()));
                float[] expected = reference.file().floats("after5." + spec.name());
                if (spec.name().endsWith("in_proj_bias")) {
                    withoutKeys(found);
                    withoutKeys(expected);
                }
                assertThat(distance(found, expected)).as(spec.name()).isLessThan(1e-4);
            }
        }
    }

    /** Gradients flow through the choice of patches. */
    @Test
    void trainingOnSomePatches() throws IOException {
        try (Reference reference = open("dropout", Precision.FP32)) {
            double first = reference.trainer().step(reference.batch(), 1e-3).loss();
            double last = first;
            for (int i = 0; i < 20; i++) {
                last = reference.trainer().step(reference.batch(), 1e-3).loss();
            }
            assertThat(last).isLessThan(0.5 * first);
        }
    }

    /** Softmax does not feel a bias of the keys: its gradient is rounding alone, which AdamW then blows up to full steps. */
    private static void withoutKeys(float[] bias) {
        Arrays.fill(bias, bias.length / 3, 2 * bias.length / 3, 0);
    }

    /** Every processor can compute in both, only not as fast. */
    @ParameterizedTest
    @EnumSource(names = {"BF16", "BF16_IN_FP32"})
    void bfloat16IsCloseToFloat32(Precision precision) throws IOException {
        try (Reference reference = open("gelu", precision)) {
            assertThat(loss(reference)).isCloseTo(reference.file().floats("losses")[0], Offset.offset(3e-2));
            double squares = 0;
            double norm = 0;
            for (ParameterSpec spec : reference.trainer().parameters().specs()) {
                float[] expected = reference.file().floats("gradients." + spec.name());
                double size = length(expected);
                squares += Math.pow(size * distance(gradient(reference, spec), expected), 2);
                norm += size * size;
            }
            assertThat(Math.sqrt(squares / norm)).isLessThan(3e-2);
        }
    }

    /** Forward and backward; the gradients stay in the trainer. */
    private static double loss(Reference reference) throws IOException {
        try (NativeScope _ = NativeScope.open()) {
            return reference.trainer().gradients(reference.batch(), BatchPieces.of(PAIRS, 2, TorchOptions.WHOLE)).loss();
        }
    }

    /** The sum of the shards'. */
    private static float[] gradient(Reference reference, ParameterSpec spec) {
        try (NativeScope _ = NativeScope.open()) {
            TorchClipTrainer trainer = reference.trainer();
            if (spec.name().equals(ClipParameters.TOKEN_EMBEDDING)) {
                return Tensors.toFloats(trainer.tableGradient());
            }
            float[] sum = new float[Math.toIntExact(spec.count())];
            for (TrainingShard shard : trainer.shards()) {
                float[] part = Tensors.toFloats(trainer.parameters().view(shard.gradient(), trainer.parameters().tableEnd(), spec));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
            return sum;
        }
    }
}
