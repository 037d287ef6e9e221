package io.mode4j.task;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.clip.ClipEngine;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.ShardSet;
import io.mode4j.text.Tokenizer;
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
                if (r.pictures() instanceof PictureSource.HeldOut(Path _, CaptionChoice choice)) {
                    configuration.put("first caption", choice.mode().name());
                    configuration.put("seed", Long.toString(choice.seed()));
                }
            }
        }
        SortedMap<String, String> inputs = new TreeMap<>(models);
        inputs.putAll(data(task.pictures()));
        return new Recipe("evaluate", VERSION, configuration, inputs);
    }

    /** Shards by content (sampled); a folder by the names and sizes of its pictures, which need not all be read for it; held-out pairs by the index that drew them. */
    private static SortedMap<String, String> data(PictureSource source) throws IOException {
        return switch (source) {
            case PictureSource.Shards(List<String> patterns) -> ofShards(ShardSet.of(patterns).paths());
            case PictureSource.Folder(Path folder) -> ofFolder(folder, PictureReader.inSubFolders(folder));
            case PictureSource.HeldOut heldOut -> new TreeMap<>(
                    Map.of("index", Manifest.read(heldOut.index()).fingerprint()));
        };
    }

    private static SortedMap<String, String> ofShards(List<Path> shards) throws IOException {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (int i = 0; i < shards.size(); i++) {
            inputs.put("shard %05d %s".formatted(i, shards.get(i).getFileName()), Fingerprints.sampled(shards.get(i)));
        }
        return inputs;
    }

    private static SortedMap<String, String> ofFolder(Path folder, List<Path> pictures) throws IOException {
        String[] parts = new String[pictures.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = folder.relativize(pictures.get(i)) + " " + Files.size(pictures.get(i));
        }
        return new TreeMap<>(Map.of("pictures", Fingerprints.ofText(parts)));
    }

    private static String fingerprint(Path model) throws IOException {
        if (Files.exists(model.resolve(Manifest.NAME))) {
            return Manifest.read(model).fingerprint();
        }
        return Fingerprints.ofText(Fingerprints.ofFile(model.resolve("model.safetensors")),
                Fingerprints.ofFile(model.resolve("open_clip_config.json")));
    }
}
