package io.mode4j.cli;

import java.nio.file.Path;

/**
 * Where everything of a run is; docs/formats.md shows the whole tree.
 *
 * @param root the run directory
 */
public record RunDirectory(Path root) {
    /** The folder of a stage. */
    public Path of(StageName stage) {
        return root.resolve(stage.folder());
    }

    /** One row a pair, a file a shard. */
    public Path index() {
        return of(StageName.INDEX);
    }

    /** Caption embeddings, row-aligned with the index. */
    public Path embeddings() {
        return of(StageName.EMBED);
    }

    /** Fine and coarse centres. */
    public Path clusters() {
        return of(StageName.CLUSTER);
    }

    /** The nearest fine centre of every row. */
    public Path assignments() {
        return of(StageName.ASSIGN);
    }

    /** The seed model. */
    public Path seed() {
        return of(StageName.SEED);
    }

    /** The model of coarse cluster {@code i}. */
    public Path expert(int i) {
        return of(StageName.EXPERTS).resolve("expert-" + i);
    }

    /** A model that the experts are compared with. */
    public Path baseline(String name) {
        return of(StageName.BASELINES).resolve(name);
    }

    /** Logits, weights, results and the report. */
    public Path evaluation() {
        return of(StageName.EVALUATE);
    }

    /** The drawn data of a quickstart. */
    public Path data() {
        return root.resolve("data");
    }

    /** The tasks of a run on held-out shards. */
    public Path heldOutTasks() {
        return root.resolve("heldout-tasks.yaml");
    }
}
