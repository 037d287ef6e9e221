package io.mode4j.embed;

import java.io.IOException;
import java.nio.file.Path;

/** Opens encoders of a kind again. */
@FunctionalInterface
public interface EncoderOpener {

    /**
     * Opens one; the caller closes it.
     *
     * @param files folder of its files; means nothing to an encoder that comes with the program
     * @throws IOException if they are missing or damaged
     */
    SentenceEncoder open(Path files) throws IOException;
}
