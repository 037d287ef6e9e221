package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.train.TrainOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * How {@link Pipeline#run} does what it does.
 *
 * @param index how shards are read
 * @param embed what of a pair is clustered
 * @param cluster how many fine and coarse clusters, and how they are fitted
 * @param train the models
 */
public record PipelineOptions(IndexOptions index, EmbedOptions embed, ClusterOptions cluster, TrainOptions train) {

    /** What {@code mode4j run} does without options. */
    public static PipelineOptions defaults() {
        return new PipelineOptions(IndexOptions.defaults(), EmbedOptions.defaults(), ClusterOptions.defaults(), TrainOptions.defaults());
    }

    /** The same with other options of the index. */
    public PipelineOptions withIndex(IndexOptions other) {
        return new PipelineOptions(other, embed, cluster, train);
    }

    /** The same with other options of the embeddings. */
    public PipelineOptions withEmbed(EmbedOptions other) {
        return new PipelineOptions(index, other, cluster, train);
    }

    /** The same with other options of the clusters. */
    public PipelineOptions withCluster(ClusterOptions other) {
        return new PipelineOptions(index, embed, other, train);
    }

    /** The same with other options of the training. */
    public PipelineOptions withTrain(TrainOptions other) {
        return new PipelineOptions(index, embed, cluster, other);
    }

    /**
     * How many samples each model of a run sees, by its name: the seed, the experts, what they are compared with.
     *
     * @param pairs all that are trained on
     * @throws BadInputException if they are too few for the options
     */
    public SequencedMap<String, Long> samples(long pairs) throws BadInputException {
        TrainingPlan plan = TrainingPlan.of(train, pairs);
        SequencedMap<String, Long> samples = new LinkedHashMap<>();
        Path nowhere = Path.of("");
        Stream.of(List.of(plan.seedModel()), plan.experts(nowhere, cluster.coarse()), plan.baselines(nowhere, cluster.coarse()))
                .flatMap(List::stream)
                .forEach(job -> samples.put(job.name(), job.portion().samples()));
        return samples;
    }

    /**
     * Checks what options say together, before anything is done.
     *
     * @throws IllegalArgumentException if options contradict each other
     */
    public void check() {
        embed.check();
        cluster.check();
        train.check();
    }
}
