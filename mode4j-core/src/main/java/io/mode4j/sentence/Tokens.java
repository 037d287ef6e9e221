package io.mode4j.sentence;

import java.io.IOException;
import java.nio.file.Path;

/** Texts to the numbers of their tokens, the special ones at both ends included. Thread-safe. Owns native memory. */
public interface Tokens extends AutoCloseable {
    /** {@return a text's, at most as many as the model reads} */
    long[] of(String text);

    @Override
    void close();

    /** Opens tokenizers. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens one; the caller closes it.
         *
         * @param json
         *            a {@code tokenizer.json} of Hugging Face's tokenizers
         * @param most
         *            tokens; longer texts lose their end, the closing special token stays
         * @throws io.mode4j.artifact.BadInputException
         *             if the file is no such tokenizer
         */
        Tokens open(Path json, int most) throws IOException;
    }
}
