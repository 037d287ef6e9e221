package io.mode4j.embed;

import io.mode4j.artifact.Fingerprints;
import java.util.List;
import java.util.Locale;

/**
 * A sentence encoder without a model: counts of hashed three-letter pieces of the first 256 characters, as a unit vector. Texts that share
 * pieces are near each other. For tests of whatever takes an encoder.
 */
public final class TrigramEncoder implements SentenceEncoder {
    private static final int MOST_CHARACTERS = 256;

    private final int dim;
    private volatile boolean closed;

    /** @param dim the length of the vectors */
    public TrigramEncoder(int dim) {
        this.dim = dim;
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public String identity() {
        return "trigrams " + dim + " sha256:" + Fingerprints.ofText("no weights");
    }

    @Override
    public String kind() {
        return "trigrams";
    }

    @Override
    public float[][] encode(List<String> texts) {
        if (closed) {
            throw new IllegalStateException("the trigram encoder is closed");
        }
        return texts.stream().map(this::vector).toArray(float[][]::new);
    }

    private float[] vector(String text) {
        String padded = "  " + text.substring(0, Math.min(text.length(), MOST_CHARACTERS)).toLowerCase(Locale.ROOT) + " ";
        float[] vector = new float[dim];
        for (int i = 0; i + 3 <= padded.length(); i++) {
            vector[Math.floorMod(padded.substring(i, i + 3).hashCode(), dim)]++;
        }
        double squares = 0;
        for (float x : vector) {
            squares += x * x;
        }
        for (int d = 0; d < dim; d++) {
            vector[d] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Override
    public void close() {
        closed = true;
    }
}
