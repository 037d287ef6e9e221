package io.mode4j.torch;

/**
 * How much of a training step is in memory at once; it does not change the gradients.
 *
 * @param chunkSize
 *            the most pairs that a thread computes at once
 * @param shardOptimizer
 *            whether several ranks share out the optimiser's state
 * @param recompute
 *            whether of the towers' blocks the inputs alone are kept, and the rest is computed again for the gradients
 */
record StepPlan(int chunkSize, boolean shardOptimizer, boolean recompute) {
    /** Everything. */
    static final StepPlan WHOLE = new StepPlan(TorchOptions.WHOLE, false, false);
}
