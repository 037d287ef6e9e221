package io.mode4j.embed;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Store;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.linalg.LeadingAxes;
import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Texts by their words, as c-BTM clusters them (Gururangan et al., 2023): tf-idf over a vocabulary of V words, projected on the k leading singular
 * vectors of the captions it was fitted on, and scaled to length one. A text without a known word
 * lies on the first axis, where captions are on average. On disk
 * {@code tfidf.safetensors}: {@code idf} [V] float32, {@code axes} [V, k] float32, the words in its metadata. Holds no
 * native memory.
 */
public final class TfIdfEncoder implements SentenceEncoder {
    /** What its embeddings' manifest calls it. */
    public static final String KIND = "tf-idf";

    static final String FILE = "tfidf.safetensors";
    private static final String WORDS = "words";

    private final Map<String, Integer> columns;
    private final float[] idf; // [V]
    private final float[] axes; // [V, k]
    private final int dim; // k
    private final String identity;
    private final Path folder;
    private volatile boolean closed;

    private TfIdfEncoder(String[] words, float[] idf, float[] axes, String identity, Path folder) {
        this.columns = new HashMap<>();
        for (int w = 0; w < words.length; w++) {
            columns.put(words[w], w);
        }
        this.idf = idf;
        this.axes = axes;
        this.dim = axes.length / words.length;
        this.identity = identity;
        this.folder = folder;
        if (columns.size() != idf.length || dim * idf.length != axes.length) {
            throw new IllegalArgumentException(
                    columns.size() + " words do not fit " + idf.length + " frequencies and " + axes.length + " numbers");
        }
    }

    /**
     * Reads the encoder that embeddings were made with.
     *
     * @throws IOException if it is missing or damaged
     */
    public static TfIdfEncoder read(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.verify();
            String[] words = file.metadata().getOrDefault(WORDS, "").split("\n", -1);
            return new TfIdfEncoder(words, file.floats("idf"), file.floats("axes"), "tf-idf, " + Fingerprints.ofFile(path),
                    folder);
        } catch (IllegalArgumentException e) {
            throw new DamagedException(path, "words, frequencies and axes that fit together", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Fits an encoder on captions and keeps it in a folder.
     *
     * @param most the most dimensions; fewer when the captions have fewer words
     * @throws BadInputException if the captions hold no words but stop words and numbers
     */
    static void fit(List<String> captions, int most, long seed, Store folder) throws IOException {
        TfIdfCounts counts = TfIdfCounts.of(captions);
        String[] words = counts.words();
        if (words.length == 0) {
            throw new BadInputException("no words to cluster by in " + captions.size()
                    + " captions: tf-idf leaves out stop words and numbers; use sentence embeddings (option embedding text)");
        }
        LeadingAxes leading = LeadingAxes.of(counts.rows(captions), Math.min(most, words.length), 8, seed);
        int dim = leading.singular().length;
        float[] axes = new float[words.length * dim];
        for (int w = 0; w < words.length; w++) {
            for (int j = 0; j < dim; j++) {
                axes[w * dim + j] = (float) leading.axes()[w][j];
            }
        }
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("idf", Tensor.of(counts.idf(), words.length));
        tensors.put("axes", Tensor.of(axes, words.length, dim));
        folder.write(FILE, Safetensors.content(tensors, Map.of(WORDS, String.join("\n", words))));
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(folder);
    }

    @Override
    public float[][] encode(List<String> texts) {
        if (closed) {
            throw new IllegalStateException("the tf-idf encoder is closed");
        }
        return texts.stream().map(this::encode).toArray(float[][]::new);
    }

    private float[] encode(String text) {
        float[] vector = new float[dim];
        for (String word : CaptionWords.of(text)) {
            Integer column = columns.get(word);
            for (int j = 0; column != null && j < dim; j++) {
                vector[j] += idf[column] * axes[column * dim + j];
            }
        }
        Vectors.normalize(vector, 0, dim);
        if (Vectors.squaredNorm(vector, 0, dim) < 0.5) { // length 0, or 1
            vector[0] = 1;
        }
        return vector;
    }

    @Override
    public void close() {
        closed = true;
    }
}
