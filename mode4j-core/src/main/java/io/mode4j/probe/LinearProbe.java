package io.mode4j.probe;

import io.mode4j.artifact.BadInputException;
import io.mode4j.probe.ProbeOptions.Solver;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Metric;
import java.util.List;
import java.util.Optional;

/**
 * How well a linear classifier does on features, by CLIP_benchmark's protocol: where there are pictures to choose by, the weight decay is the best of its sweep on them, and the last
 * classifier is trained on both, or on the few alone; else the decay is 0. Immutable.
 */
public final class LinearProbe {

    /** What is measured. */
    static final List<Metric> METRICS = List.of(ClassificationMetrics.ACC1, ClassificationMetrics.ACC5,
            ClassificationMetrics.MEAN_PER_CLASS_RECALL);

    /** scikit-learn's C of CLIP's own example, which stands where there are no pictures to choose by. */
    private static final double CLIPS_C = 0.316;

    private final ProbeOptions options;
    private final Optional<LinearHead> initial;

    /**
     * A probe.
     *
     * @param initial where training begins, the zero-shot classifier say; empty: numbers drawn by the seed (AdamW), or zeros (L-BFGS)
     */
    public LinearProbe(ProbeOptions options, Optional<LinearHead> initial) {
        this.options = options;
        this.initial = initial;
    }

    /**
     * Trains and measures.
     *
     * @param train      the pictures to learn from
     * @param validation those to choose by
     * @param test       those that are asked about
     * @throws BadInputException        if there are fewer pictures of a class than shots
     * @throws IllegalArgumentException if features or classes do not fit each other
     */
    public ProbeResult run(ProbeData train, Optional<ProbeData> validation, ProbeData test) throws BadInputException {
        requireLike(train, test);
        validation.ifPresent(data -> requireLike(train, data));
        ProbeData learnt = options.shots() > 0 ? FewShots.of(train, options.shots(), options.seed()) : train;
        ProbeTrainer trainer = trainer(train);
        double decay = options.solver() == Solver.LBFGS ? 1 / (CLIPS_C * learnt.size()) : 0;
        ProbeData all = learnt;
        if (validation.isPresent()) {
            ProbeData chosenBy = validation.get();
            decay = DecaySweep.decay(new DecaySweep(trainer, learnt, head -> accuracy(head, chosenBy)).best());
            all = options.shots() > 0 ? learnt : learnt.and(chosenBy);
        }
        LinearHead head = trainer.train(all, new double[]{decay}).getFirst();
        return new ProbeResult(head, decay, ClassificationMetrics.of(head.scores(test.features()), test.labels()));
    }

    private ProbeTrainer trainer(ProbeData train) {
        LinearHead start = initial.orElseGet(() -> options.solver() == Solver.ADAMW
                ? LinearHead.random(train.classes(), train.dim(), options.seed())
                : new LinearHead(new float[train.classes() * train.dim()], new float[train.classes()]));
        if (start.classes() != train.classes() || start.dim() != train.dim()) {
            throw new IllegalArgumentException("a classifier [%d, %d] to begin with, for features [.., %d] of %d classes".formatted(
                    start.classes(), start.dim(), train.dim(), train.classes()));
        }
        return options.solver() == Solver.ADAMW ? new AdamWTrainer(options, start) : new LogisticRegression(start, options.threads());
    }

    private static void requireLike(ProbeData train, ProbeData other) {
        if (other.dim() != train.dim() || other.classes() != train.classes()) {
            throw new IllegalArgumentException("features of one length and one set of classes expected, found %d and %d, %d and %d"
                    .formatted(train.dim(), other.dim(), train.classes(), other.classes()));
        }
    }

    /** The share that is right; none where training left the numbers: too large a decay does that. */
    private static double accuracy(LinearHead head, ProbeData data) {
        for (float weight : head.weights()) {
            if (!Float.isFinite(weight)) {
                return 0;
            }
        }
        return ClassificationMetrics.of(head.scores(data.features()), data.labels()).getOrDefault(ClassificationMetrics.ACC1, 0.0);
    }
}
