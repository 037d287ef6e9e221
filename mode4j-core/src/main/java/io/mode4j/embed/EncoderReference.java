package io.mode4j.embed;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which encoder made embeddings, and where it is, as {@code encoder} in the summary of their manifest says it; the clusters' manifest says it of their points.
 *
 * @param kind     what opens it: the name of one of the {@link Encoders}
 * @param identity {@link SentenceEncoder#identity}; empty where an older version did not write it
 * @param place    where its files are: empty for one that comes with the program, {@code .} inside the folder, else a path, relative to the folder or absolute
 */
public record EncoderReference(String kind, String identity, String place) implements Serializable {

    /** The key in a manifest's summary. */
    public static final String KEY = "encoder";
    /** The kind of the encoder that comes with the program, and that embedded all texts before manifests said which. */
    public static final String BUNDLED = "minilm";

    /** The key in a manifest's summary of the model that embedded pictures. */
    public static final String PICTURES = "picture_encoder";

    private static final String CLIP = "clip";
    private static final String NONE = "none";

    /**
     * The CLIP that embedded pictures, as a manifest in {@code folder} names it.
     *
     * @param identity of its weights and of what computes
     * @param model    its folder
     */
    static EncoderReference ofPictures(String identity, Path model, Path folder) {
        return new EncoderReference(CLIP, identity, place(model, folder));
    }

    /**
     * The CLIP that embedded the pictures that a folder is made of.
     *
     * @param folder of embeddings, or of clusters
     * @throws BadInputException if there were none, or an older version did not write it
     */
    public static EncoderReference readPictures(Path folder) throws IOException {
        return readPictures(Store.of(folder));
    }

    /** The same of what a store holds. */
    public static EncoderReference readPictures(Store folder) throws IOException {
        if (Manifest.read(folder).summary().get(PICTURES) instanceof Map<?, ?> said) {
            return new EncoderReference(text(said, "kind"), text(said, "identity"), text(said, "place"));
        }
        throw new BadInputException(
                folder.place("") + " does not say which model embedded its pictures, so that others cannot be compared with them;"
                        + " embed anew (option redo embed)");
    }

    /** The encoder as a manifest in {@code folder} names it. */
    static EncoderReference of(SentenceEncoder encoder, Path folder) {
        return new EncoderReference(encoder.kind(), encoder.identity(), encoder.folder().map(place -> place(place, folder)).orElse(""));
    }

    private static String place(Path files, Path folder) {
        Path to = files.toAbsolutePath().normalize();
        Path from = folder.toAbsolutePath().normalize();
        if (!to.startsWith(from)) {
            return to.toString();
        }
        return to.equals(from) ? "." : from.relativize(to).toString();
    }

    /**
     * The encoder that made what a folder holds.
     *
     * @param folder of embeddings, or of clusters
     * @throws BadInputException if pictures alone were embedded, or the folder does not say by what
     */
    public static EncoderReference read(Path folder) throws IOException {
        return read(Store.of(folder));
    }

    /** The encoder that made what a store holds, as {@link #read(Path)}. */
    public static EncoderReference read(Store folder) throws IOException {
        Manifest manifest = Manifest.read(folder);
        if (manifest.summary().get(KEY) instanceof Map<?, ?> said) {
            return new EncoderReference(text(said, "kind"), text(said, "identity"), text(said, "place"));
        }
        String inRecipe = manifest.recipe().configuration().get(KEY);
        if (inRecipe == null) {
            throw new BadInputException(
                    folder.place("")
                            + " does not say by which encoder it was made, so that texts cannot be compared with it; embed anew (option redo embed)");
        }
        if (inRecipe.equals(NONE)) {
            throw new BadInputException(
                    folder.place("") + " holds pictures alone: texts cannot be compared with them. Embed captions, or both"
                            + " (option embedding text or both)");
        }
        return folder.has(TfIdfEncoder.FILE) ? new EncoderReference(TfIdfEncoder.KIND, "", ".")
                : new EncoderReference(BUNDLED, inRecipe, "");
    }

    private static String text(Map<?, ?> said, String key) {
        return said.get(key) instanceof String text ? text : "";
    }

    /** Where the files are, for a manifest in {@code folder}; the folder itself for an encoder that comes with the program. */
    public Path files(Path folder) {
        return folder.resolve(place).normalize();
    }

    /** The same encoder, named by a manifest in another folder. */
    public EncoderReference from(Path folder, Path other) {
        if (place.isEmpty() || Path.of(place).isAbsolute()) {
            return this;
        }
        Path relative = other.toAbsolutePath().normalize().relativize(files(folder.toAbsolutePath()));
        return new EncoderReference(kind, identity, relative.toString());
    }

    /** As it is written. */
    public Map<String, String> summary() {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("kind", kind);
        summary.put("identity", identity);
        summary.put("place", place);
        return summary;
    }
}
