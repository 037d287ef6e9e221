package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stage's output folder. {@code started.json} is written first and says the recipe; {@code manifest.json} is written last and says it again
 * with the checksum of every file. A kill at any moment leaves a folder that is absent, started, or done, and never one that lies.
 *
 * <p>
 * A folder inside it that has a manifest of its own is another stage's and is left alone. Not safe for use by several threads or processes.
 */
public final class StageFolder {
    private static final String STARTED = "started.json";

    /** How far a folder is, seen from a recipe. */
    public enum State {
        /** Nothing is there. */
        ABSENT,
        /** The same recipe was begun and not finished. */
        STARTED,
        /** The same recipe is done. */
        DONE,
        /** The folder holds the work of another recipe, done or begun. */
        DIFFERENT
    }

    private final FileLayer files;
    private final Path folder;
    private final Recipe recipe;

    private StageFolder(FileLayer files, Path folder, Recipe recipe) {
        this.files = files;
        this.folder = folder;
        this.recipe = recipe;
    }

    /** {@return the folder, seen from what the stage is about to do}; nothing is touched yet. */
    public static StageFolder of(FileLayer files, Path folder, Recipe recipe) {
        return new StageFolder(files, folder, recipe);
    }

    /**
     * Begins the stage, or finds that there is nothing to do. Files of an interrupted run of the same recipe stay, and are whole.
     *
     * @return true when there is work to do; false when the folder is done, matches, and every checksum is right
     * @throws MismatchException when the folder holds the work of another recipe
     * @throws BadInputException when it holds files that no stage made
     * @throws DamagedException when it is done but its files have changed
     */
    public boolean begin() throws IOException {
        return switch (state()) {
            case DONE -> {
                Manifest.read(folder).verify(folder);
                if (Files.exists(folder.resolve(STARTED))) {
                    // killed between the manifest and the removal
                    files.deleteFile(folder.resolve(STARTED));
                }
                yield false;
            }
            case STARTED -> {
                files.sweep(folder);
                yield true;
            }
            case ABSENT -> {
                files.sweep(folder);
                refuseForeignFiles();
                SealedJson.write(files, folder.resolve(STARTED), recipe);
                yield true;
            }
            case DIFFERENT -> throw mismatch(made());
        };
    }

    /**
     * Finishes the stage: takes the checksum of every file, writes the manifest.
     *
     * @param summary what the manifest shall say beside; anything that JSON can hold
     * @return the manifest
     */
    public Manifest finish(Map<String, ?> summary) throws IOException {
        List<String> names = List.copyOf(filesIn(folder));
        List<String> found = Fingerprints.ofFiles(names.stream().map(folder::resolve).toList());
        SortedMap<String, String> hashes = new TreeMap<>();
        for (int i = 0; i < found.size(); i++) {
            hashes.put(names.get(i), found.get(i));
        }
        String version = Manifest.class.getPackage().getImplementationVersion();
        Manifest manifest = new Manifest(Manifest.FORMAT_VERSION, version == null ? "development" : version, recipe, hashes,
                new LinkedHashMap<>(summary));
        SealedJson.write(files, folder.resolve(Manifest.NAME), manifest);
        files.deleteFile(folder.resolve(STARTED));
        return Manifest.read(folder);
    }

    /**
     * {@return how far the folder is}
     *
     * @throws DamagedException when what it says of itself has changed
     */
    public State state() throws IOException {
        boolean done = Files.exists(folder.resolve(Manifest.NAME));
        if (!done && !Files.exists(folder.resolve(STARTED))) {
            return State.ABSENT;
        }
        if (!made().equals(recipe)) {
            return State.DIFFERENT;
        }
        return done ? State.DONE : State.STARTED;
    }

    /** {@return whether this file of a stage's folder says what is, or was, made there} */
    static boolean tellsRecipe(Path file) {
        return file.endsWith(Manifest.NAME) || file.endsWith(STARTED);
    }

    /** {@return the names of the files that a manifest of this folder covers, relative to it, sorted} */
    static SortedSet<String> filesIn(Path folder) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                boolean another = !inner.equals(folder)
                        && (Files.exists(inner.resolve(Manifest.NAME)) || Files.exists(inner.resolve(STARTED)));
                return another || FileLayer.isTemporary(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.equals(Manifest.NAME) && !name.equals(STARTED) && !FileLayer.isTemporary(file)) {
                    names.add(name);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    private Recipe made() throws IOException {
        if (Files.exists(folder.resolve(Manifest.NAME))) {
            return Manifest.read(folder).recipe();
        }
        Path started = folder.resolve(STARTED);
        try {
            return JsonMapper.shared().treeToValue(SealedJson.read(started), Recipe.class);
        } catch (JacksonException e) {
            throw new DamagedException(started, "a recipe", e.getOriginalMessage());
        }
    }

    private MismatchException mismatch(Recipe made) {
        List<String> differences = recipe.differencesFrom(made);
        return new MismatchException(folder,
                "%s holds the work of other options or inputs: %s".formatted(folder, String.join("; ", differences)));
    }

    private void refuseForeignFiles() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        SortedSet<String> foreign = filesIn(folder);
        if (!foreign.isEmpty()) {
            throw new BadInputException(
                    "%s holds %d files that mode4j did not make there (the first is %s). Move them away, or choose another folder."
                            .formatted(folder, foreign.size(), foreign.first()));
        }
    }
}
