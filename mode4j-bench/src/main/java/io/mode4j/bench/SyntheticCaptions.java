package io.mode4j.bench;

import io.mode4j.artifact.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Captions made up of everyday words, about 14 WordPiece tokens on average, lengths as uneven as those of real captions. */
final class SyntheticCaptions {
    private static final List<String> SUBJECTS = List.of("a dog", "two children", "an old man with a hat", "a red vintage car",
            "a wooden bridge", "fresh vegetables", "a city street at night", "a steam locomotive", "colourful umbrellas", "a snowy owl",
            "a bowl of ramen", "three sailing boats", "a mountain hut", "an astronaut", "a stack of books", "a marathon runner");
    private static final List<String> ACTIONS = List.of("seen from above", "in front of a stone wall", "waiting for the morning bus",
            "covered in autumn leaves", "under a cloudy sky", "next to a lighthouse", "reflected in still water", "on a kitchen table",
            "crossing the finish line", "with blurred background", "during the summer festival", "near Lisbon");
    private static final List<String> ENDINGS = List.of("vector illustration", "black and white", "isolated on white background",
            "close-up", "photo by a traveller", "1970s", "watercolor", "no people");

    private SyntheticCaptions() {}

    /** Captions; the same for the same count and seed. */
    static List<String> of(int count, long seed) {
        List<String> captions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            captions.add(caption(RandomStream.of(seed, "benchmark caption", i)));
        }
        return captions;
    }

    private static String caption(RandomGenerator random) {
        StringBuilder text = new StringBuilder(pick(SUBJECTS, random));
        while (random.nextInt(100) < 55) {
            text.append(' ').append(pick(ACTIONS, random));
        }
        if (random.nextInt(100) < 20) {
            text.append(" and ").append(caption(random));
        } else if (random.nextInt(100) < 40) {
            text.append(", ").append(pick(ENDINGS, random)).append(' ').append(random.nextInt(1000));
        }
        return text.toString();
    }

    private static String pick(List<String> words, RandomGenerator random) {
        return words.get(random.nextInt(words.size()));
    }
}
