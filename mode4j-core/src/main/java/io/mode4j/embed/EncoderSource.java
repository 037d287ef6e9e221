package io.mode4j.embed;

import io.mode4j.artifact.Store;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.io.Serializable;

/**
 * How the embedding stage comes by its encoder: it is given one, or one is fitted on the captions first. Where parts of the work are done in other processes, each
 * opens its own.
 */
public interface EncoderSource extends Serializable {

    /** What decides the vectors, for recipes. */
    String identity();

    /**
     * The encoder; it need not be closed.
     *
     * @param index what will be embedded
     * @param captions which caption of a pair counts
     * @param folder of the embeddings, for what a fitted encoder must keep; what an interrupted run kept there is used again
     */
    SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) throws IOException;

    /** An encoder that there is already, for this process alone; whoever loaded it closes it. */
    static EncoderSource of(SentenceEncoder encoder) {
        return new Loaded(encoder);
    }

    /**
     * An encoder in memory, which cannot be sent elsewhere unless it is serializable itself.
     *
     * @param encoder the encoder
     */
    record Loaded(SentenceEncoder encoder) implements EncoderSource {
        @Override
        public String identity() {
            return encoder.identity();
        }

        @Override
        public SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) {
            return encoder;
        }
    }
}
