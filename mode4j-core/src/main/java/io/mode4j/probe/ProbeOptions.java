package io.mode4j.probe;

/**
 * How a probe is trained. The defaults are CLIP_benchmark's.
 *
 * @param solver       what trains it
 * @param epochs       of AdamW, 10
 * @param learningRate at the start of the cosine, 0.1
 * @param batch        pictures a step, 64
 * @param shots        pictures of each class to learn from; 0: all
 * @param seed         of the order of pictures, of the choice of few, and of the first weights
 * @param threads      to use
 */
public record ProbeOptions(Solver solver, int epochs, double learningRate, int batch, int shots, long seed, int threads) {

    /** What trains a probe. */
    public enum Solver {
        /** Stochastic gradient descent by AdamW, as CLIP_benchmark has it. */
        ADAMW,
        /** Multinomial logistic regression to its optimum by L-BFGS, as CLIP's paper has it. */
        LBFGS
    }

    /** Checks the numbers. */
    public ProbeOptions {
        if (epochs < 1 || batch < 1 || threads < 1 || shots < 0 || !(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "a probe needs at least one epoch, a batch of at least one picture, a learning rate above 0 and no negative shots; found %d, %d, %s and %d"
                            .formatted(epochs, batch, learningRate, shots));
        }
    }

    /** CLIP_benchmark's. */
    public static ProbeOptions defaults() {
        return new ProbeOptions(Solver.ADAMW, 10, 0.1, 64, 0, 0, Runtime.getRuntime().availableProcessors());
    }

    /** The same with another solver. */
    public ProbeOptions withSolver(Solver other) {
        return new ProbeOptions(other, epochs, learningRate, batch, shots, seed, threads);
    }

    /** The same with so many epochs. */
    public ProbeOptions withEpochs(int count) {
        return new ProbeOptions(solver, count, learningRate, batch, shots, seed, threads);
    }

    /** The same with so many pictures a step. */
    public ProbeOptions withBatch(int size) {
        return new ProbeOptions(solver, epochs, learningRate, size, shots, seed, threads);
    }

    /** The same with so many pictures of each class; 0: all. */
    public ProbeOptions withShots(int count) {
        return new ProbeOptions(solver, epochs, learningRate, batch, count, seed, threads);
    }

    /** The same with another seed. */
    public ProbeOptions withSeed(long other) {
        return new ProbeOptions(solver, epochs, learningRate, batch, shots, other, threads);
    }

    /** The same with so many threads. */
    public ProbeOptions withThreads(int count) {
        return new ProbeOptions(solver, epochs, learningRate, batch, shots, seed, count);
    }
}
