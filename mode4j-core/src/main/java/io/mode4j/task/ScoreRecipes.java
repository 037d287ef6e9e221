package io.mode4j.task;

import io.mode4j.arrays.ArrayFiles;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.text.Cleaning;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a task's folder is made from, its pictures and the sentence encoder where there is one, and what a model's answers to it are: the task, the model, the programs. */
final class ScoreRecipes {

    private static final String STAGE = "evaluate";
    private static final int VERSION = 2;

    private final Optional<String> sentences;
    private final SortedMap<String, String> programs = new TreeMap<>();
    private final SortedMap<String, String> models = new TreeMap<>();
    private final Map<String, Cleaning> cleanings = new HashMap<>();

    ScoreRecipes(ClipEngine engine, Tokenizer tokenizer, Optional<SentenceEncoder> sentences, Map<String, Path> modelFolders)
            throws IOException {
        this.sentences = sentences.map(SentenceEncoder::identity);
        programs.put("engine", engine.identity());
        programs.put("tokenizer", tokenizer.identity());
        for (Map.Entry<String, Path> model : modelFolders.entrySet()) {
            models.put(model.getKey(), fingerprint(model.getValue()));
            cleanings.put(model.getKey(), cleaning(model.getValue()));
        }
    }

    /** The task itself. */
    Recipe of(Task task) throws IOException {
        Recipe ofPictures = ofPictures(task);
        SortedMap<String, String> configuration = new TreeMap<>(ofPictures.configuration());
        sentences.ifPresent(encoder -> configuration.put("sentence encoder", encoder));
        return new Recipe(STAGE, VERSION, configuration, ofPictures.inputs());
    }

    /** The task without the encoder of its texts. */
    static Recipe ofPictures(Task task) throws IOException {
        SortedMap<String, String> configuration = new TreeMap<>(task.configuration());
        configuration.put("kind", task.kind().name());
        SortedMap<String, String> inputs = new TreeMap<>();
        for (int s = 0; s < task.sources().size(); s++) {
            PictureSource source = task.sources().get(s);
            String prefix = s == 0 ? "" : "source %d ".formatted(s + 1);
            if (source instanceof PictureSource.HeldOut(Path _, CaptionChoice choice)) {
                configuration.put(prefix + "first caption", choice.mode().name());
                configuration.put(prefix + "seed", Long.toString(choice.seed()));
            }
            if (source instanceof PictureSource.Shards(List<String> _, KeyEnd keyEnd, TxtLines lines)) {
                if (keyEnd != KeyEnd.FIRST_DOT) {
                    configuration.put(prefix + "key-end", keyEnd.toString());
                }
                if (lines != TxtLines.WHOLE) {
                    configuration.put(prefix + "txt", lines.toString());
                }
            }
            data(source).forEach((name, fingerprint) -> inputs.put(prefix + name, fingerprint));
        }
        return new Recipe(STAGE, VERSION, configuration, inputs);
    }

    /** A model's answers to it. */
    Recipe of(Manifest task, String model) {
        SortedMap<String, String> inputs = new TreeMap<>(task.recipe().inputs());
        inputs.put("task", task.fingerprint());
        inputs.put("model " + model, Objects.requireNonNull(models.get(model)));
        SortedMap<String, String> configuration = new TreeMap<>(programs);
        Cleaning cleaning = cleanings.getOrDefault(model, Cleaning.LOWER);
        if (cleaning != Cleaning.LOWER) { // the usual one was the only one
            configuration.put("cleaning", cleaning.key());
        }
        return new Recipe(STAGE, VERSION, configuration, inputs);
    }

    /** Shards by content (sampled); a folder by the names and sizes of its pictures, which need not all be read for it; held-out pairs by the index that drew them. */
    private static SortedMap<String, String> data(PictureSource source) throws IOException {
        return switch (source) {
            case PictureSource.Shards(List<String> patterns, KeyEnd _, TxtLines _) -> ofShards(ShardSet.of(patterns).shards());
            case PictureSource.Arrays(ArrayFiles files) -> ofArrays(files);
            case PictureSource.Folder(Path folder) -> ofFolder(folder, PictureReader.inSubFolders(folder));
            case PictureSource.HeldOut heldOut -> new TreeMap<>(
                    Map.of("index", Manifest.read(heldOut.index()).fingerprint()));
        };
    }

    private static SortedMap<String, String> ofShards(List<Shard> shards) throws IOException {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Shard shard : shards) {
            inputs.put("shard %05d %s".formatted(inputs.size(), shard.path().getFileName()), shard.fingerprint());
        }
        return inputs;
    }

    /** What lists of paths name is not looked at. */
    private static SortedMap<String, String> ofArrays(ArrayFiles files) throws IOException {
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Path file : Stream.concat(files.images().stream(), files.labels().stream()).toList()) {
            inputs.put("file %05d %s".formatted(inputs.size(), file.getFileName()), Fingerprints.sampled(file));
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

    private static Cleaning cleaning(Path model) throws IOException {
        Path config = model.resolve(ClipCheckpoint.CONFIG);
        return Files.exists(config) ? ClipConfig.read(config).text().cleaning() : Cleaning.LOWER;
    }

    /** What a model's answers follow from: its weights and architecture. */
    static String fingerprint(Path model) throws IOException {
        if (Files.exists(model.resolve(Manifest.NAME))) {
            return Manifest.read(model).fingerprint();
        }
        return Fingerprints.ofText(Fingerprints.ofFile(model.resolve("model.safetensors")),
                Fingerprints.ofFile(model.resolve(ClipCheckpoint.CONFIG)));
    }
}
