package io.mode4j.pipeline;

import io.mode4j.cluster.ClusterOptions;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.Task;
import java.util.List;

/**
 * What {@link Pipeline#run} needs to know.
 *
 * @param shards the image-caption pairs to train on
 * @param index how they are read
 * @param embed what of a pair is clustered
 * @param cluster how many fine and coarse clusters, and how they are fitted
 * @param training the models
 * @param tasks what the models are evaluated on, besides the pairs that the index holds out; nothing of it may be among the shards
 */
public record PipelineOptions(ShardSet shards, IndexOptions index, EmbedOptions embed, ClusterOptions cluster, TrainingOptions training,
        List<Task> tasks) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if pictures alone are clustered: a pipeline ends with experts that are weighed by texts; or if there is nothing to evaluate on
     */
    public PipelineOptions {
        if (embed.embedding() == Embedding.IMAGE) {
            throw new IllegalArgumentException(
                    "--embedding image: texts cannot be compared with clusters of pictures alone, so that no expert"
                            + " can be weighed at the end; use both, or the stages' own commands up to train");
        }
        if (tasks.isEmpty() && index.holdout().isNone()) {
            throw new IllegalArgumentException(
                    "--holdout 0 leaves nothing to evaluate on: give a file of tasks (--tasks), or hold pairs out (--holdout 0.05)");
        }
        tasks = List.copyOf(tasks);
    }
}
