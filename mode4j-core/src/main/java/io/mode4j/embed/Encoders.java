package io.mode4j.embed;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How encoders are opened again, by their kind ({@link SentenceEncoder#kind}). Texts are only ever compared with embeddings, or with centres of them, through the encoder
 * that made them.
 *
 * @param openers by kind
 */
public record Encoders(Map<String, EncoderOpener> openers) {

    /** Copies the map. */
    public Encoders {
        openers = Map.copyOf(openers);
    }

    /** {@return how encoders of a known kind are opened} */
    public EncoderOpener opener(String kind) {
        EncoderOpener opener = openers.get(kind);
        if (opener == null) {
            throw new IllegalArgumentException("no encoders of the kind " + kind);
        }
        return opener;
    }

    /**
     * The encoder that made what a folder holds; the caller closes it.
     *
     * @param folder of embeddings, or of clusters
     * @throws BadInputException if its kind is unknown, or what opens is another encoder: one of other weights, say
     */
    public SentenceEncoder open(Path folder) throws IOException {
        return open(EncoderReference.read(folder), folder);
    }

    /** The encoder that a manifest in a folder names, as {@link #open(Path)}. */
    public SentenceEncoder open(EncoderReference made, Path folder) throws IOException {
        if (!openers.containsKey(made.kind())) {
            throw new BadInputException(
                    "%s: made by an encoder of the kind '%s', which this mode4j cannot open; it knows %s".formatted(folder,
                            made.kind(), String.join(", ", new TreeMap<>(openers).sequencedKeySet())));
        }
        SentenceEncoder encoder = opener(made.kind()).open(made.files(folder));
        String found = encoder.identity();
        if (!made.identity().isEmpty() && !made.identity().equals(found)) {
            encoder.close();
            throw new BadInputException(
                    ("%s: made by the encoder %s, texts would be embedded by %s: distances between them say nothing. Use the mode4j, or the"
                            + " encoder's files, that made it, or embed anew (option redo embed)")
                            .formatted(folder, made.identity(), found));
        }
        return encoder;
    }
}
