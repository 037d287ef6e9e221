package io.mode4j.shard;

import io.mode4j.artifact.RandomStream;
import java.io.Serializable;
import java.util.List;

/**
 * Which of a pair's captions is the one that is embedded and clustered. The choice depends on the seed and the sample's key alone, so that
 * every stage that asks gets the same caption.
 *
 * @param mode how to choose
 * @param seed the seed of the run
 */
public record CaptionChoice(Mode mode, long seed) implements Serializable {

    /** How to choose. */
    public enum Mode {
        /** The caption that the shard gives first. */
        FIRST,
        /** The longest caption, the first of equally long ones. */
        LONGEST,
        /** Any caption, all equally likely. */
        RANDOM
    }

    /** {@return the choice in words, for recipes} */
    public String describe() {
        return "CaptionChoice[mode=%s, seed=%d]".formatted(mode.name(), seed);
    }

    /** {@return the caption of that sample} */
    public String choose(Sample sample) {
        List<String> captions = sample.captions();
        if (captions.size() == 1) {
            return captions.getFirst();
        }
        return switch (mode) {
            case FIRST -> captions.getFirst();
            case LONGEST -> longest(captions);
            case RANDOM -> captions.get(RandomStream.of(seed, "caption", sample.key()).nextInt(captions.size()));
        };
    }

    private static String longest(List<String> captions) {
        String longest = captions.getFirst();
        for (String caption : captions) {
            longest = caption.length() > longest.length() ? caption : longest;
        }
        return longest;
    }
}
