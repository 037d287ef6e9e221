package io.mode4j.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.mode4j.artifact.BadInputException;
import io.mode4j.sentence.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Hugging Face's own tokenizers, as a {@code tokenizer.json} describes one. Their native code comes out of its jar and is kept in a cache folder of the user's; nothing is fetched. */
public final class HuggingFaceTokens implements Tokens {
    private final HuggingFaceTokenizer tokenizer;

    /**
     * Reads a tokenizer.
     *
     * @param json
     *            a {@code tokenizer.json}
     * @param most
     *            tokens; longer texts lose their end, the closing special token stays
     * @throws IOException
     *             if the stream cannot be read
     */
    HuggingFaceTokens(InputStream json, int most) throws IOException {
        // Otherwise DJL reports its use to its makers, and fetches another build of its library on machines with a GPU.
        System.setProperty("ai.djl.offline", "true");
        tokenizer = HuggingFaceTokenizer.newInstance(json,
                Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(most)));
    }

    /** Opens a file's; see {@link io.mode4j.sentence.Tokens.Opener}. */
    public static Tokens open(Path json, int most) throws IOException {
        try (InputStream in = Files.newInputStream(json)) {
            return new HuggingFaceTokens(in, most);
        } catch (RuntimeException e) { // the native code's words
            throw new BadInputException(json + ": expected a tokenizer of Hugging Face's tokenizers: " + e.getMessage(), e);
        }
    }

    @Override
    public long[] of(String text) {
        return tokenizer.encode(text).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
