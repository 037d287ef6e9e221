package io.mode4j.cluster.balanced;

/** Is told how a fit goes on, by the thread that fits. */
@FunctionalInterface
public interface FitWatcher {
    /** An iteration is done; {@code objective} is what its assignment costs. */
    void iteration(double objective);

    /** What an iteration is at: "prices: 1,234 points misplaced", "sizes: 56 points too many". Called more often than anyone can read. */
    default void within(String what) {}
}
