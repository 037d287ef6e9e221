package io.mode4j.plan;

import io.mode4j.artifact.BadInputException;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.plan.StageCost.Work;
import java.util.EnumMap;
import java.util.Map;

/** How much each stage has to do for so many pairs. Stateless. */
final class Workload {
    private Workload() {}

    /**
     * All stages from the index to the assignments.
     *
     * @param pairs of the index
     */
    static Map<Stage, Work> of(long pairs, ClusterOptions clusters) {
        double fine = clusters.fineFor(pairs);
        double sample = clusters.sampleFor(pairs);
        Map<Stage, Work> work = new EnumMap<>(Stage.class);
        work.put(Stage.INDEX, Work.of((double) pairs));
        work.put(Stage.EMBED, Work.of((double) pairs));
        work.put(Stage.CLUSTER, new Work((double) pairs, sample * fine));
        work.put(Stage.ASSIGN, new Work((double) pairs, pairs * fine));
        return work;
    }

    /**
     * The samples that all models see together: the seed, the experts, and what they are compared with.
     *
     * @throws BadInputException if the pairs are too few for the options
     */
    static Work training(long pairs, PipelineOptions options) throws BadInputException {
        return Work.of(options.samples(pairs).values().stream().mapToDouble(Long::doubleValue).sum());
    }
}
