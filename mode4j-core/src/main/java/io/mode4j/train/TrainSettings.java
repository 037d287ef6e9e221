package io.mode4j.train;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.image.Augmentation;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How every model of a run is trained, in the numbers of its data: {@link TrainOptions} after it is known how many pairs there are.
 *
 * @param batchSize
 *            pairs a step; a model with fewer pairs takes all of them
 * @param optimizer
 *            AdamW's settings, the peak rate among them
 * @param schedule
 *            of the rate, over the samples of seed and expert together
 * @param augmentation
 *            of the pictures
 * @param captions
 *            which of a pair's captions are used
 * @param window
 *            how many shards' pairs are shuffled together, of all models that see all pairs; a model that sees a share of them has as many more open; 0 shuffles all pairs together
 * @param falseNegatives
 *            what becomes of pairs with near captions
 * @param seed
 *            of weights, order and every draw
 * @param loading
 *            what matters to speed and failures alone, not to the model
 */
public record TrainSettings(int batchSize, OptimizerConfig optimizer, Schedule schedule, Augmentation augmentation,
        CaptionUse captions, int window, FalseNegatives falseNegatives, long seed, Loading loading) {

    private static final String SHUFFLE = "shuffle";

    /**
     * Settings that never change a finished model.
     *
     * @param workers
     *            threads that read, decode and tokenise
     * @param maxSkippedShare
     *            training fails when more than this share of the pictures cannot be decoded
     * @param checkpointInterval
     *            time between checkpoints
     * @param checkpointSteps
     *            steps between checkpoints, whichever comes first
     * @param validationInterval
     *            between looks at held-out pairs, of which there is also one at the end; null for a tenth of a model's training,
     *            or longer where that would look at more than one pair for 20 trained on; 0 of any unit for none
     * @param reporting
     *            what is seen while it runs
     */
    public record Loading(int workers, double maxSkippedShare, Duration checkpointInterval, long checkpointSteps,
            @Nullable Span validationInterval, Reporting reporting) {

        /** Checks the ranges. */
        public Loading {
            if (workers < 1 || !(maxSkippedShare >= 0 && maxSkippedShare <= 1) || !checkpointInterval.isPositive()
                    || checkpointSteps < 1) {
                throw new IllegalArgumentException("training needs at least one worker, a skipped share in [0, 1] and positive"
                        + " checkpoint intervals, not " + workers + ", " + maxSkippedShare + ", " + checkpointInterval + " and "
                        + checkpointSteps + " steps");
            }
        }

        /** One share of 10 % skipped, a checkpoint a minute, ten looks at held-out pairs. */
        public static Loading withWorkers(int workers) {
            return new Loading(workers, 0.10, Duration.ofMinutes(1), Long.MAX_VALUE, null, Reporting.USUAL);
        }
    }

    /** Checks the batch size and the window. */
    public TrainSettings {
        if (batchSize < 2) {
            throw new IllegalArgumentException("a contrastive batch needs at least 2 pairs, not " + batchSize);
        }
        if (window < 0) {
            throw new IllegalArgumentException("a window has at least 1 shard, or 0 for all pairs, not " + window);
        }
    }

    /** The window that a {@link #configuration} names. */
    static int window(Map<String, String> configuration) {
        return Integer.parseInt(configuration.getOrDefault(SHUFFLE, "0").replaceAll("\\D", ""));
    }

    /** The seed of a model's own random streams. */
    static long seed(long ofRun, String model) {
        return RandomStream.of(ofRun, "model", model).nextLong();
    }

    /** What decides the model, by name, for recipes. */
    SortedMap<String, String> configuration() {
        SortedMap<String, String> values = new TreeMap<>();
        values.put("batch size", Integer.toString(batchSize));
        values.put("learning rate", Double.toString(optimizer.learningRate()));
        values.put("beta1", Double.toString(optimizer.beta1()));
        values.put("beta2", Double.toString(optimizer.beta2()));
        values.put("epsilon", Double.toString(optimizer.epsilon()));
        values.put("weight decay", Double.toString(optimizer.weightDecay()));
        values.put("maximal logit scale", Double.toString(optimizer.maxLogitScale()));
        values.put("decay", schedule.decay().toString());
        values.put("warm-up", schedule.warmup() + " samples");
        values.put("schedule", schedule.total() + " samples");
        if (augmentation.cropArea() < 1) {
            values.put("crop area", Double.toString(augmentation.cropArea()));
        }
        values.put("shift", Integer.toString(augmentation.maxShift()));
        values.put("colour gain", Double.toString(augmentation.colorGain()));
        values.put("training captions", captions.toString());
        if (window > 0) {
            values.put(SHUFFLE, "windows of " + window + " shards");
        }
        if (falseNegatives.areTold()) {
            values.put("near captions", falseNegatives.describe());
        }
        values.put("seed", Long.toString(seed));
        return values;
    }
}
