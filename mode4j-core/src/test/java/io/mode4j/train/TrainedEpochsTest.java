package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against batches that are filled draw by draw, as the loader fills them. */
class TrainedEpochsTest {

    /** Epochs of shuffled pairs, some of which cannot be decoded, and how often each came into a batch. */
    private static final class Walk {
        final List<List<Integer>> epochs = new ArrayList<>();
        final BitSet drawnBroken = new BitSet();
        final int[] seen;
        private final BitSet broken;
        private final Random random;
        private int position;

        Walk(int pairs, BitSet broken, long seed) {
            this.seen = new int[pairs];
            this.broken = broken;
            this.random = new Random(seed);
        }

        private int draw() {
            if (position == epochs.size() * seen.length) {
                List<Integer> order = IntStream.range(0, seen.length).boxed().collect(Collectors.toList());
                Collections.shuffle(order, random);
                epochs.add(order);
            }
            return epochs.getLast().get(position++ % seen.length);
        }

        void step(int batchSize) {
            List<Integer> batch = new ArrayList<>();
            int began = position;
            while (batch.size() < batchSize) {
                int pair = draw();
                if (broken.get(pair)) {
                    drawnBroken.set(pair);
                } else {
                    batch.add(pair);
                }
                if (position % seen.length == 0 && batch.size() < batchSize) {
                    if (position - began == seen.length) {
                        break;
                    }
                    batch.clear();
                    began = position;
                }
            }
            batch.forEach(pair -> seen[pair]++);
        }
    }

    @Seeds(300)
    void countsAreThoseOfTheBatches(Draws draws) {
        int pairs = draws.between(2, 40);
        int batchSize = draws.between(2, pairs);
        int steps = draws.between(1, 30);
        BitSet broken = new BitSet();
        IntStream.range(0, draws.between(0, 4)).forEach(_ -> broken.set(draws.between(0, pairs - 2))); // the last one can be decoded
        Walk walk = new Walk(pairs, broken, draws.anyLong());
        IntStream.range(0, steps).forEach(_ -> walk.step(batchSize));

        int undecodable = walk.drawnBroken.cardinality();
        TrainedEpochs trained = new TrainedEpochs(pairs, batchSize, steps, undecodable);
        assertThat(trained.begun()).isEqualTo(walk.epochs.size());
        for (int pair = 0; pair < pairs; pair++) {
            long least = 0;
            long most = 0;
            for (int epoch = 0; epoch < trained.begun(); epoch++) {
                int place = walk.epochs.get(epoch).indexOf(pair);
                least += place < trained.surelySeen(epoch) ? 1 : 0;
                most += place < trained.maybeSeen(epoch) ? 1 : 0;
            }
            if (!broken.get(pair)) {
                assertThat((long) walk.seen[pair]).isBetween(least, most);
            }
            if (undecodable == 0 || walk.position <= pairs) {
                assertThat(least).isEqualTo(most);
            }
        }
    }

    @Test
    void onlyAsManyDrawsAnEpochAreUncertainAsPicturesCannotBeDecoded() {
        TrainedEpochs trained = new TrainedEpochs(100, 10, 13, 3); // 9 batches of 97, then 4
        assertThat(trained.begun()).isEqualTo(2);
        assertThat(trained.surelySeen(0)).isEqualTo(90);
        assertThat(trained.maybeSeen(0)).isEqualTo(93);
        assertThat(trained.surelySeen(1)).isEqualTo(40);
        assertThat(trained.maybeSeen(1)).isEqualTo(43);
        TrainedEpochs few = new TrainedEpochs(10, 10, 4, 3); // a batch of 7 each time
        assertThat(few.begun()).isEqualTo(4);
        assertThat(few.surelySeen(3)).isEqualTo(10);
        assertThat(few.maybeSeen(3)).isEqualTo(10);
    }
}
