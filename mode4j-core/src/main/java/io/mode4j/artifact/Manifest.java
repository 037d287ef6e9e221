package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code manifest.json} in a finished stage's folder says: what made it, and the checksum of every file. It is the last file written, so
 * a folder that has one is whole. Layout: {@link SealedJson}.
 *
 * @param formatVersion the version of the layout
 * @param mode4j the version of the program
 * @param recipe what was done
 * @param files the SHA-256 of every file, by its name relative to the folder, with {@code /}
 * @param summary what the stage has to say for people and for later stages: counts, skipped samples, …
 */
public record Manifest(int formatVersion, String mode4j, Recipe recipe, SortedMap<String, String> files, Map<String, Object> summary) {
    /** The layout that this program writes. */
    public static final int FORMAT_VERSION = 1;
    private static final String EVENTS = ".tfevents."; // as TensorBoard names them
    /** The file's name. */
    public static final String NAME = "manifest.json";

    /** Copies the maps. */
    public Manifest {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    }

    /** {@return the version of this program, as manifests name it} */
    public static String program() {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * {@return the manifest of a folder}
     *
     * @throws BadInputException when there is none, or a newer program wrote it
     * @throws DamagedException when it is not what was written
     */
    public static Manifest read(Path folder) throws IOException {
        return read(Store.of(folder));
    }

    /** {@return the manifest of a folder in a store, as {@link #read(Path)}} */
    public static Manifest read(Store folder) throws IOException {
        Path file = folder.place(NAME);
        if (!folder.has(NAME)) {
            throw new BadInputException(
                    folder.place("") + " has no " + NAME + ": the stage that makes it has not finished. Run that stage first.");
        }
        ObjectNode tree = SealedJson.read(folder, NAME);
        int version = tree.path("formatVersion").asInt(-1);
        if (version > FORMAT_VERSION) {
            throw new BadInputException("%s has format version %d, this program knows up to %d. Use the newer mode4j that wrote it."
                    .formatted(file, version, FORMAT_VERSION));
        }
        try {
            return JsonMapper.shared().treeToValue(tree, Manifest.class);
        } catch (JacksonException e) {
            throw new DamagedException(file, "a manifest", e.getOriginalMessage());
        }
    }

    /**
     * Checks every byte of every file; those that this process has read, and that have the same size and time since, are not read again.
     *
     * @throws DamagedException when a file is missing, has changed, or was not there
     */
    public void verify(Path folder) throws IOException {
        verify(Store.of(folder));
    }

    /** Checks a folder in a store, as {@link #verify(Path)}. */
    public void verify(Store folder) throws IOException {
        verify(folder, Store::hashes);
    }

    /** Checks a folder in a store, as {@link #verify(Path)}, whose files are read by {@code checksums}. */
    public void verify(Store folder, Checksums checksums) throws IOException {
        SortedSet<String> present = StageFolder.filesIn(folder);
        SortedSet<String> extra = new TreeSet<>(present);
        extra.removeAll(files.keySet());
        if (!extra.isEmpty()) {
            throw new DamagedException(folder.place(""), "the files of its manifest", "also " + extra.first() + ", which no stage wrote");
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!present.contains(file.getKey())) {
                throw new DamagedException(folder.place(file.getKey()), "SHA-256 " + file.getValue(), "no file");
            }
        }
        List<String> names = List.copyOf(files.keySet());
        List<String> expected = List.copyOf(files.values());
        List<String> found = checksums.of(folder, names);
        for (int i = 0; i < found.size(); i++) {
            Seal.check(folder.place(names.get(i)), expected.get(i), found.get(i));
        }
    }

    /**
     * {@return a fingerprint of the files' names and contents, which the recipes of later stages take as an input}; logs ({@code .jsonl}, event
     * files) tell how long things took and do not count.
     */
    public String fingerprint() {
        List<String> parts = new ArrayList<>();
        files.forEach((name, hash) -> {
            if (!name.endsWith(".jsonl") && !name.contains(EVENTS)) {
                Collections.addAll(parts, name, hash);
            }
        });
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    /** {@return the fingerprint that counts for the folder as an input of that name: of what it is a share of, where its recipe has such an input itself} */
    public String fingerprintAs(String input) {
        return recipe.inputs().getOrDefault(input, fingerprint());
    }
}
