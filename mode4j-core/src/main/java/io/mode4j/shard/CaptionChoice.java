package io.mode4j.shard;

import io.mode4j.artifact.RandomStream;

/**
 * Which of a pair's captions is the one that is embedded and clustered. The choice depends on the seed and the sample's key alone, so that
 * every stage that asks gets the same caption.
 *
 * @param mode how to choose
 * @param seed the seed of the run
 */
public record CaptionChoice(Mode mode, long seed) {

    /** How to choose. */
    public enum Mode {
        /** The caption that the shard gives first. */
        FIRST,
        /** Any caption, all equally likely. */
        RANDOM
    }

    /** {@return the caption of that sample} */
    public String choose(Sample sample) {
        int count = sample.captions().size();
        boolean drawn = mode == Mode.RANDOM && count > 1;
        return sample.captions().get(drawn ? RandomStream.of(seed, "caption", sample.key()).nextInt(count) : 0);
    }
}
