package io.mode4j.plan;

import io.mode4j.artifact.BadInputException;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.plan.StageCost.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run will take of some workers, each like the machine that was tried. Stateless.
 *
 * <p>
 * Workers share out what has parts, and models are trained by all of them: their time is divided by the workers, what each pays once is not. The fit on the sample is of one machine, and keeps
 * the sample's embeddings in memory.
 */
public final class Plan {
    private Plan() {}

    /**
     * A stage of it.
     *
     * @param name of the stage, in words
     * @param workers that do it
     * @param seconds from its begin to its end
     * @param read bytes by all workers together
     * @param written bytes by all workers together
     * @param memory bytes, of each worker
     */
    public record Step(String name, int workers, double seconds, double read, double written, double memory) {}

    /**
     * The stages of a run, in order.
     *
     * @param pairs of the index
     * @param workers at least 1
     * @throws BadInputException if the pairs are too few for the options
     */
    public static List<Step> of(Calibration calibration, long pairs, int workers, PipelineOptions options) throws BadInputException {
        ClusterOptions clusters = options.cluster();
        Map<Stage, Work> work = Workload.of(pairs, clusters);
        Steps steps = new Steps(calibration, work);
        List<Step> plan = new ArrayList<>();
        plan.add(steps.shared("index", Stage.INDEX, 1, workers));
        plan.add(steps.shared("embed", Stage.EMBED, 1, workers));
        plan.add(steps.fit(clusters.sampleFor(pairs)));
        if (clusters.passes() > 0) {
            plan.add(steps.shared("passes over all pairs", Stage.ASSIGN, clusters.passes(), workers));
        }
        plan.add(steps.shared("assign", Stage.ASSIGN, 1, workers));
        work.put(Stage.TRAIN, Workload.training(pairs, options));
        plan.add(steps.shared("train", Stage.TRAIN, 1, workers));
        return plan;
    }

    private record Steps(Calibration calibration, Map<Stage, Work> work) {
        Step shared(String name, Stage stage, int times, int workers) {
            StageCost cost = cost(stage);
            Work all = work(stage);
            return new Step(name, workers, times * cost.seconds().at(all.effort() / workers), times * cost.read().at(all.rows()),
                    times * cost.written().at(all.rows()), cost.peak());
        }

        Step fit(long sample) {
            StageCost cost = cost(Stage.CLUSTER);
            Work all = work(Stage.CLUSTER);
            double numbers = (double) sample * calibration.dim();
            return new Step("cluster, the fit on %,d pairs".formatted(sample), 1, cost.seconds().at(all.effort()),
                    cost.read().at(all.rows()),
                    numbers * Short.BYTES, cost.peak() + numbers * Float.BYTES);
        }

        private StageCost cost(Stage stage) {
            return Objects.requireNonNull(calibration.costs().get(stage), stage::toString);
        }

        private Work work(Stage stage) {
            return Objects.requireNonNull(work.get(stage), stage::toString);
        }
    }
}
