package io.mode4j.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns texts into the unit vectors {@code e_d} in which MoDE clusters captions and compares tasks with clusters (sections 3.1 and 3.3 of the
 * paper). The same encoder must embed a run's captions and its tasks' texts; {@link #identity()} lets stages check that.
 *
 * <p>
 * A text's vector depends on the text alone, up to rounding (1e-5 a component): not on the texts beside it, their order, or the number of
 * threads. The same list gives the same bits every time on the same machine. Texts longer than the model reads are cut off at its limit;
 * an empty text has a vector too.
 *
 * <p>
 * Implementations are thread-safe. They hold native memory: whoever loads an encoder closes it, after which every call but
 * {@link #close()} throws {@link IllegalStateException}.
 */
public interface SentenceEncoder extends AutoCloseable {
    /** The length of every vector. */
    int dim();

    /** The model's name and the SHA-256 of its weights, for recipes: encoders of equal identity give equal vectors. */
    String identity();

    /** What opens it again ({@link Encoders}). */
    String kind();

    /** The folder of its files; nothing for an encoder that comes with the program. */
    default Optional<Path> folder() {
        return Optional.empty();
    }

    /**
     * Embeds texts.
     *
     * @param texts
     *            any number of texts, none null
     * @return {@code [texts, dim]}, one vector of length 1 per text in the order given; empty for no texts
     * @throws IOException
     *             if the model fails on these texts
     * @throws IllegalStateException
     *             if the encoder is closed
     */
    float[][] encode(List<String> texts) throws IOException;

    /** Frees the model; closing again does nothing. */
    @Override
    void close();
}
