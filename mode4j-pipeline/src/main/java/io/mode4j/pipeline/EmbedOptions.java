package io.mode4j.pipeline;

import io.mode4j.shard.CaptionChoice;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What of every pair is embedded, and so clustered.
 *
 * @param caption which caption of a pair counts
 * @param embedding the space
 * @param model the folder of a CLIP model, where pictures are embedded; else null
 */
public record EmbedOptions(CaptionChoice caption, Embedding embedding, @Nullable Path model) {
    /**
     * Checks that there is a model where one is needed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EmbedOptions {
        if ((embedding == Embedding.IMAGE || embedding == Embedding.BOTH) && model == null) {
            throw new IllegalArgumentException("--embedding " + embedding.name().toLowerCase(Locale.ROOT)
                    + " needs a CLIP model to embed the pictures: give its folder (--embedding-model DIR)");
        }
    }

    /** Sentence embeddings of the captions. */
    public static EmbedOptions text(CaptionChoice caption) {
        return new EmbedOptions(caption, Embedding.TEXT, null);
    }

    /** The folder of the model that embeds pictures. */
    Path pictureModel() {
        if (model == null) {
            throw new IllegalStateException(embedding + " embeds no pictures");
        }
        return model;
    }
}
