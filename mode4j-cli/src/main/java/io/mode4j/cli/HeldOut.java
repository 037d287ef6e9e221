package io.mode4j.cli;

import io.mode4j.artifact.RandomStream;
import io.mode4j.shard.ShardSet;
import io.mode4j.task.PictureSource;
import io.mode4j.task.Retrieval;
import io.mode4j.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is trained on and what is evaluated on.
 *
 * @param training the shards of the index
 * @param tasks what the models are evaluated on
 */
record HeldOut(ShardSet training, List<Task> tasks) {

    /**
     * Holds whole shards back, drawn from the seed, and evaluates retrieval among their pairs.
     *
     * @param share of the shards, in (0, 1); at least one shard is held out, and one is left
     * @throws IllegalArgumentException when there is only one shard, or the share is impossible
     */
    static HeldOut of(ShardSet shards, double share, long seed) throws IOException {
        List<Path> paths = shards.paths();
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("--holdout: expected a share between 0 and 1, found " + share);
        }
        if (paths.size() < 2) {
            throw new IllegalArgumentException("without --tasks, whole shards are held out for evaluation, and " + paths.getFirst()
                    + " is the only one: give at least two shards, or a file of tasks (--tasks)");
        }
        int held = Math.clamp(Math.round(share * paths.size()), 1, paths.size() - 1);
        int[] order = IntStream.range(0, paths.size()).toArray();
        RandomStream.shuffle(order, RandomStream.of(seed, "held-out shards"));
        List<String> training = new ArrayList<>();
        List<String> evaluated = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            (i < held ? evaluated : training).add(paths.get(order[i]).toString());
        }
        return new HeldOut(ShardSet.of(training.stream().sorted().toList()),
                List.of(new Retrieval("heldout-retrieval", new PictureSource.Shards(evaluated.stream().sorted().toList()),
                        Retrieval.Captions.FIRST)));
    }
}
