package io.mode4j.artifact;

import java.util.Map;
import java.util.Optional;

/**
 * The job of Slurm that a process belongs to, as its environment says. Slurm starts a job again, on whatever machine, only when the start before is over.
 *
 * @param id of the job; a task of an array has one of its own
 * @param cluster that counts so
 * @param start how often Slurm had started it before
 */
public record SlurmJob(String id, String cluster, int start) {
    private static final String ID = "SLURM_JOB_ID";
    private static final String CLUSTER = "SLURM_CLUSTER_NAME";
    private static final String START = "SLURM_RESTART_COUNT"; // is not there at the first start

    /** {@return the job of a process with this environment, if it is one's} */
    static Optional<SlurmJob> in(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(ID))
                .map(id -> new SlurmJob(id, environment.getOrDefault(CLUSTER, ""), number(environment.getOrDefault(START, "0"))));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** {@return whether it is a start of the same job that was over before this one began} */
    boolean isBefore(SlurmJob other) {
        return id.equals(other.id) && cluster.equals(other.cluster) && start < other.start;
    }

    /** In words: Slurm job 12. */
    @Override
    public String toString() {
        return "Slurm job " + id;
    }
}
