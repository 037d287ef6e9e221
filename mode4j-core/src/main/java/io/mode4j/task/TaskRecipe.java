package io.mode4j.task;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.ClipEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a task's logits are made from: the task, its pictures, the encoders, the models.
 */
final class TaskRecipe {

    private static final int VERSION = 1;

    private final SortedMap<String, String> programs = new TreeMap<>();
    private final SortedMap<String, String> models = new TreeMap<>();

    TaskRecipe(ClipEngine engine, Tokenizer tokenizer, SentenceEncoder sentences, Map<String, Path> modelFolders) throws IOException {
        programs.put("engine", engine.identity());
        programs.put("tokenizer", tokenizer.identity());
        programs.put("sentence encoder", sentences.identity());
        for (Map.Entry<String, Path> model : modelFolders.entrySet()) {
            models.put("model " + model.getKey(), fingerprint(model.getValue()));
        }
    }

    Recipe of(Task task) throws IOException {
        SortedMap<String, String> configuration = new TreeMap<>(programs);
        switch (task) {
            case Classification c -> {
                configuration.put("kind", "classification");
                configuration.put("label", c.label());
                configuration.put("classes", c.classes().isEmpty()
                        ? "from the labels"
                        : Fingerprints.ofText(
                                c.classes().stream().flatMap(one -> List.of(one.label(), one.words()).stream()).toArray(String[]::new)));
                configuration.put("templates", String.join(" | ", c.templates()));
                configuration.put("metric", c.metric().wireName());
            }
            case Retrieval r -> {
                configuration.put("kind", "retrieval");
                configuration.put("caption", r.captions().name());
            }
        }
        SortedMap<String, String> inputs = new TreeMap<>(models);
        inputs.putAll(data(task.pictures()));
        return new Recipe("evaluate", VERSION, configuration, inputs);
    }

    /** Shards by content (sampled); a folder by the names and sizes of its pictures, which need not all be read for it. */
    private static SortedMap<String, String> data(PictureSource source) throws IOException {
        SortedMap<String, String> inputs = new TreeMap<>();
        List<Path> files = PictureReader.files(source);
        if (source instanceof PictureSource.Folder(Path folder)) {
            String[] parts = new String[files.size()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = folder.relativize(files.get(i)) + " " + Files.size(files.get(i));
            }
            inputs.put("pictures", Fingerprints.ofText(parts));
            return inputs;
        }
        for (int i = 0; i < files.size(); i++) {
            inputs.put("shard %05d %s".formatted(i, files.get(i).getFileName()), Fingerprints.sampled(files.get(i)));
        }
        return inputs;
    }

    private static String fingerprint(Path model) throws IOException {
        if (Files.exists(model.resolve(Manifest.NAME))) {
            return Manifest.read(model).fingerprint();
        }
        return Fingerprints.ofText(Fingerprints.ofFile(model.resolve("model.safetensors")),
                Fingerprints.ofFile(model.resolve("open_clip_config.json")));
    }
}
