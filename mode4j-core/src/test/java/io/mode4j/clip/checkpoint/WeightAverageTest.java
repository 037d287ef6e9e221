package io.mode4j.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.Safetensors;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightAverageTest {

    private static final FileLayer FILES = new FileLayer();
    private static final ClipConfig CONFIG = config(8);

    @TempDir
    private Path root;

    private static ClipConfig config(int width) {
        return ClipConfig.of(4, new ClipConfig.Vision(4, 2, width, 1, 4, 2), new ClipConfig.Text(5, 7, 8, 2, 1), true);
    }

    private SequencedMap<Path, Map<String, float[]>> models(int count, ClipConfig config) throws IOException {
        Random random = new Random(6);
        SequencedMap<Path, Map<String, float[]>> models = new LinkedHashMap<>();
        for (int m = 0; m < count; m++) {
            Map<String, float[]> numbers = new LinkedHashMap<>();
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSpec spec : ClipParameters.of(config)) {
                float[] values = new float[(int) spec.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                numbers.put(spec.name(), values);
                tensors.put(spec.name(), Tensor.of(values, spec.shape()));
            }
            models.put(model("model-" + config.vision().width() + "-" + m, config, tensors), numbers);
        }
        return models;
    }

    private Path model(String name, ClipConfig config, SequencedMap<String, Tensor> tensors) throws IOException {
        Path folder = root.resolve(name);
        Safetensors.write(FILES, folder.resolve("model.safetensors"), tensors, Map.of());
        FILES.write(folder.resolve(ClipCheckpoint.CONFIG), out -> out.write(config.toJson().getBytes(StandardCharsets.UTF_8)));
        return folder;
    }

    private static SequencedMap<Path, Double> weighed(SequencedMap<Path, ?> models, double... weights) {
        SequencedMap<Path, Double> weighed = new LinkedHashMap<>();
        for (Path folder : models.sequencedKeySet()) {
            weighed.put(folder, weights[weighed.size()]);
        }
        return weighed;
    }

    @Test
    void everyParameterIsTheWeightedMeanAndTheFileIsAModel() throws IOException {
        SequencedMap<Path, Map<String, float[]>> models = models(3, CONFIG);
        double[] weights = {1, 6, 3};
        Path out = root.resolve("mean");
        WeightAverage.write(FILES, weighed(models, weights), out);
        assertThat(ClipConfig.read(out.resolve(ClipCheckpoint.CONFIG)).toJson()).isEqualTo(CONFIG.toJson());
        List<Map<String, float[]>> numbers = List.copyOf(models.values());
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(out)) {
            FittedWeights mean = FittedWeights.of(checkpoint, CONFIG);
            for (ParameterSpec spec : ClipParameters.of(CONFIG)) {
                float[] found = mean.numbers(spec.name());
                for (int i = 0; i < found.length; i++) {
                    double exact = 0;
                    for (int m = 0; m < 3; m++) {
                        exact += weights[m] / 10 * numbers.get(m).getOrDefault(spec.name(), new float[0])[i];
                    }
                    assertThat((double) found[i]).as(spec.name()).isCloseTo(exact, within(1e-7 * Math.max(1, Math.abs(exact))));
                }
            }
        }
        double log = 0.1 * numbers.get(0).getOrDefault("logit_scale", new float[1])[0]
                + 0.6 * numbers.get(1).getOrDefault("logit_scale", new float[1])[0]
                + 0.3 * numbers.get(2).getOrDefault("logit_scale", new float[1])[0];
        assertThat(ClipCheckpoint.logitScale(out)).isCloseTo(Math.exp(log), within(1e-6));
    }

    /** Sums of float32 would lose the small model beside the large one. */
    @Test
    void smallPartsAreNotLost() throws IOException {
        SequencedMap<Path, Map<String, float[]>> models = new LinkedHashMap<>();
        for (float value : new float[]{1 << 26, 1, -(1 << 26)}) {
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (ParameterSpec spec : ClipParameters.of(CONFIG)) {
                float[] values = new float[(int) spec.count()];
                Arrays.fill(values, value);
                tensors.put(spec.name(), Tensor.of(values, spec.shape()));
            }
            models.put(model("of " + value, CONFIG, tensors), Map.of());
        }
        WeightAverage.write(FILES, weighed(models, 0.25, 0.5, 0.25), root.resolve("mean"));
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(root.resolve("mean"))) {
            assertThat(FittedWeights.of(checkpoint, CONFIG).numbers("visual.proj")).containsOnly(0.5f);
        }
    }

    @Test
    void aModelOfNoWeightIsNotRead() throws IOException {
        SequencedMap<Path, Map<String, float[]>> models = models(2, CONFIG);
        Files.delete(models.lastEntry().getKey().resolve("model.safetensors"));
        WeightAverage.write(FILES, weighed(models, 2, 0), root.resolve("mean"));
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(root.resolve("mean"))) {
            assertThat(FittedWeights.of(checkpoint, CONFIG).numbers("visual.proj"))
                    .containsExactly(models.firstEntry().getValue().getOrDefault("visual.proj", new float[0]));
        }
    }

    @Test
    void otherArchitecturesAreRefusedByWhatDiffers() throws IOException {
        SequencedMap<Path, Map<String, float[]>> models = models(1, CONFIG);
        models.putAll(models(1, config(16)));
        assertThatThrownBy(() -> WeightAverage.write(FILES, weighed(models, 1, 1), root.resolve("mean")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("models of one architecture expected")
                .hasMessageContaining("model-8-0")
                .hasMessageContaining("vision_cfg.width 8 and 16");
        assertThat(root.resolve("mean")).doesNotExist();
    }
}
