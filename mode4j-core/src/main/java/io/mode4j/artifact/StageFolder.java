package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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

    private final Store store;
    private final Recipe recipe;
    private final UnaryOperator<Recipe> asNow;
    private Checksums checksums = Store::hashes;
    private @Nullable StageLock lock;

    private StageFolder(Store store, Recipe recipe, UnaryOperator<Recipe> asNow) {
        this.store = store;
        this.recipe = recipe;
        this.asNow = asNow;
    }

    /** {@return the folder, seen from what the stage is about to do}; nothing is touched yet. */
    public static StageFolder of(FileLayer files, Path folder, Recipe recipe) {
        return of(Store.of(files, folder), recipe);
    }

    /** {@return the folder in a store, as above} */
    public static StageFolder of(Store store, Recipe recipe) {
        return new StageFolder(store, recipe, UnaryOperator.identity());
    }

    /**
     * {@return the folder, as above}
     *
     * @param asNow makes of a recipe of an older version, which said the same in other words, what is written now
     */
    public static StageFolder of(FileLayer files, Path folder, Recipe recipe, UnaryOperator<Recipe> asNow) {
        return new StageFolder(Store.of(files, folder), recipe, asNow);
    }

    /** Has its files read for their checksums there; returns itself. */
    public StageFolder checkedBy(Checksums there) {
        checksums = there;
        return this;
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
            lock = StageLock.take(store);
            seen = state(); // who had the lock until now may have finished
        }
        return switch (seen) {
            case DONE -> {
                close();
                Manifest.read(store).verify(store, checksums);
                // killed between the manifest and the removals
                if (store.has(STARTED)) {
                    store.delete(STARTED);
                }
                StageLock.clear(store);
                yield false;
            }
            case STARTED -> {
                store.tidy();
                yield true;
            }
            case ABSENT -> {
                store.tidy();
                refuseForeignFiles();
                SealedJson.write(store, STARTED, recipe);
                yield true;
            }
            case DIFFERENT -> throw mismatch(asNow.apply(made()));
        };
    }

    /**
     * {@return whether there is nothing to do}, as {@link #begin} finds it, without beginning
     *
     * @throws MismatchException when the folder holds the work of another recipe
     * @throws DamagedException when it is done but its files have changed
     */
    public boolean isDone() throws IOException {
        State seen = state();
        if (seen == State.DIFFERENT) {
            throw mismatch(asNow.apply(made()));
        }
        if (seen == State.DONE) {
            Manifest.read(store).verify(store, checksums);
        }
        return seen == State.DONE;
    }

    /**
     * Finishes the stage: takes the checksum of every file, writes the manifest, and lets others into the folder.
     *
     * @param summary what the manifest shall say beside; anything that JSON can hold
     * @return the manifest
     */
    public Manifest finish(Map<String, ?> summary) throws IOException {
        List<String> names = List.copyOf(filesIn(store));
        List<String> found = checksums.of(store, names);
        SortedMap<String, String> hashes = new TreeMap<>();
        for (int i = 0; i < found.size(); i++) {
            hashes.put(names.get(i), found.get(i));
        }
        Manifest manifest = new Manifest(Manifest.FORMAT_VERSION, Manifest.program(), recipe, hashes, new LinkedHashMap<>(summary));
        SealedJson.write(store, Manifest.NAME, manifest);
        store.delete(STARTED);
        close();
        return Manifest.read(store);
    }

    /**
     * Copies a finished folder, every byte checked; does nothing where the copy is there.
     *
     * @throws MismatchException when something else is
     */
    public static void copy(FileLayer files, Path from, Path to) throws IOException {
        Manifest made = Manifest.read(from);
        made.verify(from);
        try (StageFolder copy = StageFolder.of(files, to, made.recipe())) {
            if (copy.begin()) {
                for (String name : made.files().keySet()) {
                    files.write(to.resolve(name), out -> Files.copy(from.resolve(name), out));
                }
                copy.finish(made.summary());
            }
        }
    }

    /**
     * Gives a finished folder another summary; what it holds, and its fingerprint, stay.
     *
     * @return the manifest
     */
    public Manifest summarize(Map<String, ?> summary) throws IOException {
        try (StageLock _ = StageLock.take(store)) {
            Manifest made = Manifest.read(store);
            SealedJson.write(store, Manifest.NAME,
                    new Manifest(made.formatVersion(), made.mode4j(), made.recipe(), made.files(), new LinkedHashMap<>(summary)));
            return Manifest.read(store);
        }
    }

    /** Takes back that work on the folder has begun, for inputs that turned out not to do: others may then be tried. What is written stays, and so does the beginning. */
    public void refuse() throws IOException {
        if (filesIn(store).isEmpty()) {
            store.delete(STARTED);
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
        boolean done = store.has(Manifest.NAME);
        if (!done && !store.has(STARTED)) {
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
    static SortedSet<String> filesIn(Store store) throws IOException {
        SortedSet<String> all = store.names();
        Set<String> others = new HashSet<>();
        for (String name : all) {
            String inside = name.substring(name.lastIndexOf('/') + 1);
            if (OWN.contains(inside) && !name.equals(inside)) {
                others.add(name.substring(0, name.length() - inside.length()));
            }
        }
        all.removeIf(name -> OWN.contains(name) || isIn(others, name));
        return all;
    }

    /** Whether a file is in one of these folders, or below. */
    private static boolean isIn(Set<String> folders, String name) {
        for (int slash = name.indexOf('/'); slash >= 0 && !folders.isEmpty(); slash = name.indexOf('/', slash + 1)) {
            if (folders.contains(name.substring(0, slash + 1))) {
                return true;
            }
        }
        return false;
    }

    private Recipe made() throws IOException {
        if (store.has(Manifest.NAME)) {
            return Manifest.read(store).recipe();
        }
        try {
            return JsonMapper.shared().treeToValue(SealedJson.read(store, STARTED), Recipe.class);
        } catch (NoSuchFileException e) {
            return Manifest.read(store).recipe(); // another process has finished meanwhile
        } catch (JacksonException e) {
            throw new DamagedException(store.place(STARTED), "a recipe", e.getOriginalMessage());
        }
    }

    private MismatchException mismatch(Recipe made) {
        List<String> differences = recipe.differencesFrom(made);
        return new MismatchException(store.place(""),
                "%s holds the work of other options or inputs: %s".formatted(store.place(""), String.join("; ", differences)));
    }

    private void refuseForeignFiles() throws IOException {
        SortedSet<String> foreign = filesIn(store);
        if (!foreign.isEmpty()) {
            throw new BadInputException(
                    "%s holds %d files that mode4j did not make there (the first is %s). Move them away, or choose another folder."
                            .formatted(store.place(""), foreign.size(), foreign.first()));
        }
    }
}
