package io.mode4j.jobs;

import java.util.OptionalInt;

/**
 * What jobs are given that a scheduler of a cluster starts.
 *
 * @param nodes        machines that train one model together
 * @param tasksPerNode ranks on each
 * @param cpusPerTask  cores, and threads, of each
 * @param gpusPerNode  how many, as the scheduler writes it ({@code 4}, {@code a100:4}); empty: none
 * @param memory       of each machine, as the scheduler writes it; empty: what it gives anyhow
 * @param parallel     the most models that train at once; empty: all
 */
public record Resources(int nodes, int tasksPerNode, OptionalInt cpusPerTask, String gpusPerNode, String memory, OptionalInt parallel) {

    /** How many processes train a model together. */
    public int ranks() {
        return Math.multiplyExact(nodes, tasksPerNode);
    }

    /** What the jobs of a group are given: what one process does has one machine and, where there are any, one of its GPUs. */
    public Resources of(JobGroup group) {
        return group.trains() ? this : new Resources(1, 1, cpusPerTask, gpusPerNode.replaceFirst("\\d+$", "1"), memory, parallel);
    }
}
