package io.mode4j.clip.checkpoint;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.Dtype;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One model of several: every parameter is the weighted mean of theirs, summed in float64 in their order and rounded to float32 once. The logit scale is a parameter
 * like the others, the logarithm of the factor. Holds one model outside the heap, and one parameter in it. Stateless.
 */
public final class WeightAverage {

    private WeightAverage() {}

    /**
     * Writes the model as {@link FittedWeights#write} does.
     *
     * @param models their folders and their weights, which are taken in proportion: at least one above 0
     * @param folder where the mean goes
     * @throws BadInputException if architectures differ; the message says in what
     * @throws IOException       if a model is missing or damaged, or the mean cannot be written
     */
    public static void write(FileLayer files, SequencedMap<Path, Double> models, Path folder) throws IOException {
        double sum = models.values().stream().mapToDouble(weight -> weight).sum();
        ClipConfig config = sameConfig(List.copyOf(models.sequencedKeySet()));
        List<ClipCheckpoint> opened = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            SequencedMap<FittedWeights, Double> weighed = new LinkedHashMap<>();
            for (Map.Entry<Path, Double> model : models.entrySet()) {
                if (model.getValue() > 0) {
                    opened.add(ClipCheckpoint.open(model.getKey()));
                    weighed.put(FittedWeights.of(opened.getLast(), config), model.getValue() / sum);
                }
            }
            SequencedMap<String, Tensor> means = new LinkedHashMap<>();
            for (ParameterSpec spec : ClipParameters.of(config)) {
                means.put(spec.name(), mean(weighed, spec, arena));
            }
            new FittedWeights(config, means).write(files, folder);
        } finally {
            opened.forEach(ClipCheckpoint::close);
        }
    }

    private static Tensor mean(SequencedMap<FittedWeights, Double> models, ParameterSpec spec, Arena arena) {
        double[] sums = new double[Math.toIntExact(spec.count())];
        models.forEach((model, weight) -> add(sums, weight, model.numbers(spec.name())));
        MemorySegment rounded = arena.allocate((long) sums.length * Float.BYTES, Float.BYTES);
        for (int i = 0; i < sums.length; i++) {
            rounded.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) sums[i]);
        }
        return new Tensor(Dtype.FLOAT32, spec.shape(), rounded);
    }

    private static void add(double[] sums, double weight, float[] numbers) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * numbers[i];
        }
    }

    private static ClipConfig sameConfig(List<Path> models) throws IOException {
        ClipConfig first = ClipConfig.read(models.getFirst().resolve(ClipCheckpoint.CONFIG));
        Map<String, String> expected = settings(first);
        for (Path model : models) {
            Map<String, String> found = settings(ClipConfig.read(model.resolve(ClipCheckpoint.CONFIG)));
            List<String> differences = expected.keySet()
                    .stream()
                    .filter(key -> !Objects.equals(expected.get(key), found.get(key)))
                    .map(key -> "%s %s and %s".formatted(key, expected.get(key), found.get(key)))
                    .toList();
            if (!differences.isEmpty() || !found.keySet().equals(expected.keySet())) {
                throw new BadInputException(
                        "models of one architecture expected: %s and %s differ in %s".formatted(models.getFirst(), model,
                                differences.isEmpty() ? "what their configurations name" : String.join(", ", differences)));
            }
        }
        return first;
    }

    /** Every number and word of an architecture by the keys that lead to it. */
    private static Map<String, String> settings(ClipConfig config) {
        Map<String, String> settings = new TreeMap<>();
        collect("", JsonMapper.shared().readTree(config.toJson()), settings);
        return settings;
    }

    private static void collect(String path, JsonNode node, Map<String, String> settings) {
        if (node.isObject()) {
            node.properties()
                    .forEach(inner -> collect(path.isEmpty() ? inner.getKey() : path + "." + inner.getKey(), inner.getValue(), settings));
        } else {
            settings.put(path, node.toString());
        }
    }
}
