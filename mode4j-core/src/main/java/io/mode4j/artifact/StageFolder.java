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
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stage's output folder. {@code started.json} is written first and says the recipe; {@code manifest.json} is written last and says it again
 * with the checksum of every file. A kill at any moment leaves a folder that is absent, started, or done, and never one that lies.
 *
 * <p>
 * A folder inside it that has a manifest of its own is another stage's and is left alone. While there is work to do, from {@link #begin} to {@link #finish}
 * or {@link #close}, the folder is locked: no other process or thread can begin ({@link StageLock}). One object is for one thread.
 */
public final class StageFolder implements AutoCloseable {
    private static final String STARTED = "started.json";
    private static final Set<String> OWN = Set.of(Manifest.NAME, STARTED, StageLock.NAME);

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
    private final UnaryOperator<Recipe> asNow;
    private @Nullable StageLock lock;

    private StageFolder(FileLayer files, Path folder, Recipe recipe, UnaryOperator<Recipe> asNow) {
        this.files = files;
        this.folder = folder;
        this.recipe = recipe;
        this.asNow = asNow;
    }

    /** {@return the folder, seen from what the stage is about to do}; nothing is touched yet. */
    public static StageFolder of(FileLayer files, Path folder, Recipe recipe) {
        return of(files, folder, recipe, UnaryOperator.identity());
    }

    /**
     * {@return the folder, as above}
     *
     * @param asNow makes of a recipe of an older version, which said the same in other words, what is written now
     */
    public static StageFolder of(FileLayer files, Path folder, Recipe recipe, UnaryOperator<Recipe> asNow) {
        return new StageFolder(files, folder, recipe, asNow);
    }

    /**
     * Begins the stage, or finds that there is nothing to do. Files of an interrupted run of the same recipe stay, and are whole.
     *
     * @return true when there is work to do; false when the folder is done, matches, and every checksum is right
     * @throws MismatchException when the folder holds the work of another recipe
     * @throws BadInputException when it holds files that no stage made
     * @throws DamagedException when it is done but its files have changed
     * @throws HeldException when another process or thread is at work in it
     */
    public boolean begin() throws IOException {
        State seen = state();
        if (lock == null && (seen == State.ABSENT || seen == State.STARTED)) {
            lock = StageLock.take(files, folder);
            seen = state(); // who had the lock until now may have finished
        }
        return switch (seen) {
            case DONE -> {
                close();
                Manifest.read(folder).verify(folder);
                // killed between the manifest and the removals
                if (Files.exists(folder.resolve(STARTED))) {
                    files.deleteFile(folder.resolve(STARTED));
                }
                StageLock.clear(files, folder);
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
            case DIFFERENT -> throw mismatch(asNow.apply(made()));
        };
    }

    /**
     * Finishes the stage: takes the checksum of every file, writes the manifest, and lets others into the folder.
     *
     * @param summary what the manifest shall say beside; anything that JSON can hold
     * @return the manifest
     */
    public Manifest finish(Map<String, ?> summary) throws IOException {
        List<String> names = List.copyOf(filesIn(folder));
        List<String> found = KnownFiles.hashes(names.stream().map(folder::resolve).toList());
        SortedMap<String, String> hashes = new TreeMap<>();
        for (int i = 0; i < found.size(); i++) {
            hashes.put(names.get(i), found.get(i));
        }
        String version = Manifest.class.getPackage().getImplementationVersion();
        Manifest manifest = new Manifest(Manifest.FORMAT_VERSION, version == null ? "development" : version, recipe, hashes,
                new LinkedHashMap<>(summary));
        SealedJson.write(files, folder.resolve(Manifest.NAME), manifest);
        files.deleteFile(folder.resolve(STARTED));
        close();
        return Manifest.read(folder);
    }

    /**
     * Gives a finished folder another summary; what it holds, and its fingerprint, stay.
     *
     * @return the manifest
     */
    public Manifest summarize(Map<String, ?> summary) throws IOException {
        try (StageLock _ = StageLock.take(files, folder)) {
            Manifest made = Manifest.read(folder);
            SealedJson.write(files, folder.resolve(Manifest.NAME),
                    new Manifest(made.formatVersion(), made.mode4j(), made.recipe(), made.files(), new LinkedHashMap<>(summary)));
            return Manifest.read(folder);
        }
    }

    /** Lets others into the folder, finished or not. */
    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
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
        if (!asNow.apply(made()).equals(recipe)) {
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
                        && OWN.stream().anyMatch(name -> Files.exists(inner.resolve(name)));
                return another || FileLayer.isTemporary(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!OWN.contains(name) && !FileLayer.isTemporary(file)) {
                    names.add(name);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return LiveFiles.gone(failure);
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
