package io.mode4j.probe;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RandomStream;
import java.util.stream.IntStream;

/** A few pictures of each class, drawn by a seed. Stateless. */
final class FewShots {

    private FewShots() {}

    /**
     * Draws them, in the order drawn.
     *
     * @throws BadInputException if a class that has pictures has too few
     */
    static ProbeData of(ProbeData all, int shots, long seed) throws BadInputException {
        int[] order = IntStream.range(0, all.size()).toArray();
        RandomStream.shuffle(order, RandomStream.of(seed, "probe shots"));
        int[] counts = new int[all.classes()];
        int[] chosen = IntStream.of(order).filter(row -> counts[all.labels()[row]]++ < shots).toArray();
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0 && counts[k] < shots) {
                throw new BadInputException(
                        "option shots %d: class %d has only %d pictures to learn from".formatted(shots, k, counts[k]));
            }
        }
        return all.only(chosen);
    }
}
