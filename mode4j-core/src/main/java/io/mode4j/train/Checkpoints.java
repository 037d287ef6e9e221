package io.mode4j.train;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipTrainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of one training, {@code checkpoints/step-N}, the last two of them. Not thread-safe.
 *
 * <p>
 * A checkpoint is whole by the manifest inside it. {@code newest.txt} in the model's folder names the newest: if that one is gone, or damaged, going
 * on is an error and not a silent return to an older one or to the beginning.
 */
final class Checkpoints {

    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");

    private final FileLayer files;
    private final Path folder;
    private final Path newest;
    private final String training;

    /**
     * @param model
     *            folder of the model under training
     * @param training
     *            fingerprint of its recipe
     */
    Checkpoints(FileLayer files, Path model, String training) {
        this.files = files;
        this.folder = model.resolve("checkpoints");
        this.newest = model.resolve("newest.txt");
        this.training = training;
    }

    /** Folder of a step's checkpoint. */
    Path folder(long step) {
        return folder.resolve("step-" + step);
    }

    /**
     * The checkpoint to go on from, every checksum verified; unfinished ones are removed.
     *
     * @throws DamagedException
     *             if it is not there any more, or not what was written
     */
    Optional<Checkpoint> newest() throws IOException {
        NavigableMap<Long, Path> whole = new TreeMap<>();
        for (Map.Entry<Long, Path> entry : present().entrySet()) {
            if (Files.exists(entry.getValue().resolve(Manifest.NAME))) {
                whole.put(entry.getKey(), entry.getValue());
            } else {
                files.deleteTree(entry.getValue());
            }
        }
        long expected = Files.exists(newest) ? step(Files.readString(newest).strip()) : 0;
        long found = whole.isEmpty() ? 0 : whole.lastKey();
        if (found < expected) {
            throw new DamagedException(folder(expected), "the newest checkpoint of an interrupted training",
                    found == 0 ? "no checkpoint" : "step " + found + " as the newest");
        }
        if (found == 0) {
            return Optional.empty();
        }
        Manifest manifest = Manifest.read(folder(found));
        if (!manifest.recipe().equals(recipe(found))) {
            throw new DamagedException(folder(found), "a checkpoint of this training", "one of another training");
        }
        manifest.verify(folder(found));
        if (found > expected) { // killed before its name was written
            name(found);
        }
        return Optional.of(Checkpoint.read(folder(found)));
    }

    private long step(String name) throws DamagedException {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new DamagedException(newest, "the name of a checkpoint such as step-100", "\"" + name + "\"");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Writes a checkpoint, then removes all but the last two. */
    void write(ClipTrainer trainer, Checkpoint checkpoint) throws IOException {
        Path target = folder(checkpoint.step());
        try (StageFolder stage = StageFolder.of(files, target, recipe(checkpoint.step()))) {
            if (stage.begin()) {
                trainer.save(files, target, true);
                checkpoint.write(files, target);
                stage.finish(Map.of());
            }
        }
        name(checkpoint.step());
        NavigableMap<Long, Path> present = present();
        for (Path old : List.copyOf(present.values()).subList(0, Math.max(0, present.size() - KEPT))) {
            files.deleteTree(old);
        }
    }

    private void name(long step) throws IOException {
        byte[] name = ("step-" + step + "\n").getBytes(StandardCharsets.UTF_8);
        files.write(newest, out -> out.write(name));
    }

    /** Removes all of them, when the model is finished. */
    void removeAll() throws IOException {
        files.deleteTree(folder);
        files.sweep(folder);
    }

    private Recipe recipe(long step) {
        return new Recipe("checkpoint", 1, new TreeMap<>(Map.of("step", Long.toString(step))),
                new TreeMap<>(Map.of("training", training)));
    }

    private NavigableMap<Long, Path> present() throws IOException {
        NavigableMap<Long, Path> present = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> children = Files.list(folder)) {
                for (Path child : children.toList()) {
                    Matcher matcher = NAME.matcher(child.getFileName().toString());
                    if (matcher.matches()) {
                        present.put(Long.parseLong(matcher.group(1)), child);
                    }
                }
            }
        }
        return present;
    }
}
