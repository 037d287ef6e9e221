package io.mode4j.cli;

import io.mode4j.cluster.ClusterOptions;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.Task;
import java.util.List;

/**
 * What {@link Pipeline#run} needs to know.
 *
 * @param shards the image-caption pairs to train on
 * @param index how they are read
 * @param caption which caption of a pair is clustered
 * @param cluster how many fine and coarse clusters, and how they are fitted
 * @param training the models
 * @param tasks what the models are evaluated on; nothing of it may be among the shards
 */
public record PipelineOptions(ShardSet shards, IndexOptions index, CaptionChoice caption, ClusterOptions cluster, TrainingOptions training,
        List<Task> tasks) {
    /** Copies the list. */
    public PipelineOptions {
        tasks = List.copyOf(tasks);
    }
}
