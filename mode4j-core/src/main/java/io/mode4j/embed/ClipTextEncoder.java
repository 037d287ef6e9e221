package io.mode4j.embed;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.Clip;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The text tower of a CLIP as the encoder of captions: one of the paper's ablations. Owns the model. */
public final class ClipTextEncoder implements SentenceEncoder {
    /** What opens it. */
    public static final String KIND = "clip-text";

    private final Path folder;
    private final Clip clip;
    private final String identity;

    private ClipTextEncoder(Path folder, Clip clip, String identity) {
        this.folder = folder;
        this.clip = clip;
        this.identity = identity;
    }

    /**
     * Loads a model folder; the caller closes it.
     *
     * @throws IOException
     *             as {@link Clip#load}
     */
    public static ClipTextEncoder load(Path folder, ClipEngine engine, Tokenizer tokenizer) throws IOException {
        String weights;
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(folder)) {
            weights = Fingerprints.ofText(Fingerprints.ofFile(checkpoint.file()), tokenizer.identity());
        }
        Clip clip = Clip.load(folder, engine, new Images(PictureDecoder.plainJava()), tokenizer);
        return new ClipTextEncoder(folder, clip,
                "CLIP's text tower, %s, %s sha256:%s".formatted(clip.config().describe(), engine.identity(), weights));
    }

    @Override
    public int dim() {
        return clip.dim();
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
        return clip.textFeatures(texts);
    }

    @Override
    public void close() {
        clip.close();
    }
}
