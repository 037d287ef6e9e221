package io.mode4j.probe;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.Clip;
import io.mode4j.clip.ClipEngine;
import io.mode4j.dataset.DataSet;
import io.mode4j.format.Safetensors;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.image.Images;
import io.mode4j.task.TextFeatures;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Linear probes of models on data sets. {@code probes/TASK/MODEL/NAME/} has {@code head.safetensors} (weights {@code [K, D]}, bias {@code [K]}) and {@code result.json} as
 * CLIP_benchmark writes one; TASK is the data set's name, with the language where that is not English; NAME says how it was trained. What is done is not done again. Not thread-safe.
 */
public final class ProbeStage {

    /** The name of all experts together, whose features are put side by side. */
    public static final String CONCATENATED = "concatenated";

    /** What CLIP_benchmark calls such a task. */
    static final String TASK = "linear_probe";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Where training begins. */
    public enum Begin {
        /** Numbers drawn by the seed, or zeros. */
        SCRATCH,
        /** The zero-shot classifier. */
        ZEROSHOT
    }

    private final FileLayer files;
    private final FeatureStore store;
    private final ClipEngine engine;
    private final Tokenizer tokenizer;
    private final Images images;
    private final ProbeOptions options;
    private final Begin begin;
    private final Path root;

    /** @param root in which {@code probes} is */
    public ProbeStage(FileLayer files, FeatureStore store, ClipEngine engine, Tokenizer tokenizer, Images images, ProbeOptions options,
            Begin begin, Path root) {
        this.files = files;
        this.store = store;
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.images = images;
        this.options = options;
        this.begin = begin;
        this.root = root;
    }

    /**
     * Probes all models, and all experts together, on a data set.
     *
     * @param models  folders by name
     * @param experts those of them whose features are also put side by side, if there are several
     * @return by model, the metrics by CLIP_benchmark's names
     * @throws BadInputException if the data set has no pictures to learn from, or is no classification
     */
    public SequencedMap<String, SequencedMap<String, Double>> run(DataSet set, SequencedMap<String, Path> models, List<String> experts)
            throws IOException {
        if (set.split(DataSet.TRAIN).isEmpty()) {
            throw new BadInputException(
                    "data set '%s': a linear probe learns from the split '%s', and there is none".formatted(set.name(), DataSet.TRAIN));
        }
        for (String split : splits(set)) {
            store.make(set, split, models);
        }
        SequencedMap<String, SequencedMap<String, Double>> results = new LinkedHashMap<>();
        for (String model : models.sequencedKeySet()) {
            results.put(model, probe(set, model, List.of(model), models));
        }
        if (experts.size() > 1) {
            results.put(CONCATENATED, probe(set, CONCATENATED, experts, models));
        }
        return results;
    }

    private static List<String> splits(DataSet set) {
        return List.of(DataSet.TRAIN, DataSet.VALIDATION, DataSet.TEST).stream().filter(split -> set.split(split).isPresent()).toList();
    }

    private SequencedMap<String, Double> probe(DataSet set, String name, List<String> parts, Map<String, Path> models) throws IOException {
        Path folder = new EvaluationFolder(root).probes().resolve(set.taskName()).resolve(name).resolve(key());
        try (StageFolder stage = StageFolder.of(files, folder, recipe(set, parts))) {
            if (stage.begin()) {
                Optional<ProbeData> validation = set.split(DataSet.VALIDATION).isPresent()
                        ? Optional.of(store.read(set, DataSet.VALIDATION, parts))
                        : Optional.empty();
                Optional<LinearHead> initial = begin == Begin.ZEROSHOT ? Optional.of(zeroShot(set, parts, models)) : Optional.empty();
                ProbeResult result = new LinearProbe(options, initial).run(store.read(set, DataSet.TRAIN, parts), validation,
                        store.read(set, DataSet.TEST, parts));
                write(folder, set, name, result);
                stage.finish(Map.of());
            }
        }
        return ProbeFigures.read(folder).metrics();
    }

    /** How it is trained, as a folder's name. */
    private String key() {
        List<String> words = new ArrayList<>(List.of(options.solver().name().toLowerCase(Locale.ROOT)));
        if (options.shots() > 0) {
            words.add(options.shots() + "-shots");
        }
        if (begin == Begin.ZEROSHOT) {
            words.add("zeroshot");
        }
        words.add("seed-" + options.seed());
        return String.join("-", words);
    }

    private Recipe recipe(DataSet set, List<String> parts) throws IOException {
        TreeMap<String, String> configuration = new TreeMap<>();
        configuration.put("probe", key());
        configuration.put("epochs", Integer.toString(options.epochs()));
        configuration.put("learning rate", Double.toString(options.learningRate()));
        configuration.put("batch", Integer.toString(options.batch()));
        if (begin == Begin.ZEROSHOT) {
            configuration.put("prompts", Fingerprints.ofText(
                    FeatureStore.task(set, DataSet.TEST).prompts().stream().flatMap(List::stream).toArray(String[]::new)));
        }
        TreeMap<String, String> inputs = new TreeMap<>();
        for (String split : splits(set)) {
            for (String part : parts) {
                inputs.put(split + " " + part, store.fingerprint(set, split, part));
            }
        }
        return new Recipe("probe", 1, configuration, inputs);
    }

    /** Of several models the mean of their logits. */
    private LinearHead zeroShot(DataSet set, List<String> parts, Map<String, Path> models) throws IOException {
        List<List<String>> prompts = FeatureStore.task(set, DataSet.TEST).prompts();
        float[][] texts = new float[prompts.size()][0];
        for (String part : parts) {
            try (Clip clip = Clip.load(models.getOrDefault(part, Path.of(part)), engine, images, tokenizer)) {
                float[][] own = TextFeatures.ofClasses(prompts, clip::textFeatures);
                float scale = (float) (clip.logitScale() / parts.size());
                for (int k = 0; k < texts.length; k++) {
                    texts[k] = appended(texts[k], own[k], scale);
                }
            }
        }
        return LinearHead.zeroShot(texts, 1);
    }

    private static float[] appended(float[] first, float[] second, float scale) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        for (int e = 0; e < second.length; e++) {
            both[first.length + e] = scale * second[e];
        }
        return both;
    }

    private void write(Path folder, DataSet set, String model, ProbeResult result) throws IOException {
        LinearHead head = result.head();
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weight", Tensor.of(head.weights(), head.classes(), head.dim()));
        tensors.put("bias", Tensor.of(head.bias(), head.classes()));
        Safetensors.write(files, folder.resolve("head.safetensors"), tensors, Map.of());
        SequencedMap<String, Object> metrics = new LinkedHashMap<>(ProbeMetrics.named(result.metrics()));
        metrics.put("weight_decay", result.weightDecay());
        metrics.put("epochs", options.epochs());
        metrics.put("seed", options.seed());
        metrics.put("fewshot_k", options.shots() > 0 ? options.shots() : -1);
        metrics.put("normalized", true);
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("dataset", set.name());
        json.put("model", model);
        json.put("pretrained", key());
        json.put("task", TASK);
        json.put("metrics", metrics);
        json.put("language", set.origin().language());
        files.text(folder.resolve(ProbeFigures.FILE), JSON.writeValueAsString(json));
    }
}
