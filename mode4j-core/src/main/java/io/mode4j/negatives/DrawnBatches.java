package io.mode4j.negatives;

import io.mode4j.train.Pair;
import io.mode4j.train.PairBatches;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first batches of a model, as rows of the index.
 *
 * @param job     that trains it
 * @param pairs   how many pairs it draws from
 * @param batches rows of the pairs
 */
record DrawnBatches(TrainJob job, long pairs, List<long[]> batches) {

    /**
     * Draws a model's batches.
     *
     * @param pool every pair that is drawn, by its row, is put there
     */
    static DrawnBatches of(TrainData data, TrainJob job, TrainSettings settings, int count, Map<Long, Pair> pool) throws IOException {
        try (PairBatches order = PairBatches.of(data, job, settings)) {
            List<long[]> batches = new ArrayList<>(count);
            for (int b = 0; b < count; b++) {
                List<Pair> batch = order.next();
                batch.forEach(pair -> pool.put(pair.row(), pair));
                batches.add(batch.stream().mapToLong(Pair::row).toArray());
            }
            return new DrawnBatches(job, order.pairs(), batches);
        }
    }
}
