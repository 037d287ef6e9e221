package io.mode4j.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The WordPiece tokenizer that belongs to a BERT model: text to token numbers, the special tokens at both ends included. Thread-safe. Owns
 * native memory.
 */
final class WordPieces implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    /**
     * Reads a tokenizer. Its native code comes out of its jar and is kept in a cache folder of the user's; nothing is fetched.
     *
     * @param json
     *            a {@code tokenizer.json} of Hugging Face's tokenizers
     * @param maxTokens
     *            longer texts lose their end; the closing special token stays
     * @throws IOException
     *             if the stream cannot be read
     */
    WordPieces(InputStream json, int maxTokens) throws IOException {
        // Otherwise DJL reports its use to its makers, and fetches another build of its library on machines with a GPU.
        System.setProperty("ai.djl.offline", "true");
        tokenizer = HuggingFaceTokenizer.newInstance(json,
                Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(maxTokens)));
    }

    long[] tokens(String text) {
        return tokenizer.encode(text).getIds();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
