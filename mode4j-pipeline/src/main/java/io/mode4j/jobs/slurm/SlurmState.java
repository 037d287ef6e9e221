package io.mode4j.jobs.slurm;

import java.util.Locale;
import java.util.Set;

/**
 * Where a job is, as {@code squeue} says it.
 *
 * @param job    its number; of an array's task {@code 12_3}
 * @param state  in Slurm's word: {@code PENDING}, {@code RUNNING}, {@code CANCELLED} …
 * @param reason why it waits or ended, in Slurm's word; {@code None} where there is none
 * @param nodes  that it has
 */
public record SlurmState(String job, String state, String reason, String nodes) {
    private static final Set<String> OVER = Set.of("COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL",
            "DEADLINE", "PREEMPTED", "REVOKED");

    /** Whether it waits, runs, or is about to end: whoever wants it done has only to wait. */
    public boolean isActive() {
        return !OVER.contains(state);
    }

    /** Whether it ended well. */
    public boolean isDone() {
        return state.equals("COMPLETED");
    }

    /** Whether it has not been started, or waits to be started again. */
    public boolean isPending() {
        return state.equals("PENDING");
    }

    /** Whether it is at work. */
    public boolean isRunning() {
        return state.equals("RUNNING");
    }

    /** In words: Slurm job 12: running on node1. */
    @Override
    public String toString() {
        String why = reason.isEmpty() || reason.equals("None") || isRunning() ? "" : " (" + reason + ")";
        return "Slurm job %s: %s%s%s".formatted(job, state.toLowerCase(Locale.ROOT).replace('_', ' '), why,
                nodes.isEmpty() ? "" : " on " + nodes);
    }
}
