package io.mode4j.jobs;

import java.util.List;
import java.util.Optional;

/**
 * Jobs that wait for the same ones and know nothing of each other: a scheduler is given them together.
 *
 * @param name of the group; of a single job, the job's name
 * @param jobs at least one
 */
public record JobGroup(String name, List<Job> jobs) {
    /** The models that continue the seed. */
    public static final String MODELS = "models";

    private static final String TRAIN = "train";

    /** Copies the list. */
    public JobGroup {
        jobs = List.copyOf(jobs);
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("a group has at least one job");
        }
    }

    /** A job on its own. */
    public static JobGroup of(Job job) {
        return new JobGroup(job.name(), List.of(job));
    }

    /** Those that are not done, if there are some. */
    public Optional<JobGroup> left() {
        List<Job> left = jobs.stream().filter(job -> !job.isDone()).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new JobGroup(name, left));
    }

    /** Whether models are trained, by as many processes as are asked for; anything else is done by one. */
    public boolean trains() {
        return jobs.stream().flatMap(job -> job.commands().stream()).anyMatch(command -> command.getFirst().equals(TRAIN));
    }
}
