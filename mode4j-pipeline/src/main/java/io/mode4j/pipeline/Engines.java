package io.mode4j.pipeline;

import io.mode4j.clip.ClipEngine;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.TfIdfEncoder;
import io.mode4j.image.Images;
import io.mode4j.onnx.MiniLmEncoder;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The native engines, each loaded when it is first needed: most commands need one of them or none. Not thread-safe. */
public final class Engines implements AutoCloseable {
    private final TorchOptions options;
    private final Images images = new Images(new OpenCvDecoder());
    private @Nullable SentenceEncoder sentences;
    private @Nullable ClipEngine clip;
    private @Nullable Tokenizer tokenizer;

    public Engines(TorchOptions options) {
        this.options = options;
    }

    int threads() {
        return options.threads();
    }

    /** The encoder that the embeddings of a run were made with. */
    public SentenceEncoder sentences(Path embeddings) throws IOException {
        return TfIdfEncoder.isIn(embeddings) ? TfIdfEncoder.read(embeddings) : sentences();
    }

    /** The bundled sentence encoder. */
    public SentenceEncoder sentences() throws IOException {
        if (sentences == null) {
            sentences = MiniLmEncoder.load(options.threads());
        }
        return sentences;
    }

    ClipEngine clip() {
        if (clip == null) {
            clip = TorchClipEngine.open(options);
        }
        return clip;
    }

    Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = new ClipTokenizer();
        }
        return tokenizer;
    }

    Images images() {
        return images;
    }

    @Override
    public void close() {
        if (sentences != null) {
            sentences.close();
        }
    }
}
