package io.mode4j.jobs;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.work.StopRequest;
import java.io.IOException;
import java.util.List;

/**
 * Runs jobs on this machine, a few at a time, each in a process of its own: a process that crashes costs its job alone, and is started again; a job that ends with a message is not, as the same would
 * come again, and the others go on. A job that others wait for has the whole machine.
 *
 * <p>
 * One queue works on a run at a time ({@code RUN/jobs} is locked); processes that train single models beside it are told by the models' own locks. When this process is asked to end, the jobs save what they
 * have. Not thread-safe.
 *
 * @param files       writes logs and records
 * @param run         where
 * @param whole       the place of a job that others wait for
 * @param places      as many jobs run at once
 * @param maxRestarts how often a job is started again whose process was killed
 * @param starter     starts processes
 * @param watch       sees the work
 */
public record JobQueue(FileLayer files, RunDirectory run, Place whole, List<Place> places, int maxRestarts, Starter starter,
        JobWatch watch) {

    /** How a process that does a job is started. */
    @FunctionalInterface
    public interface Starter {
        /** {@return a process that has been started, and ends when this one does} */
        JobProcess start(Job job, Place place) throws IOException;
    }

    /** Copies the list. */
    public JobQueue {
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a queue needs a place");
        }
    }

    /**
     * Runs the jobs.
     *
     * @param jobs those that are left to do, in the order in which they may begin
     * @throws io.mode4j.artifact.HeldException if another queue works on the run
     * @throws FailedJobsException if some are not done at the end
     * @throws java.io.InterruptedIOException if this process was asked to end
     */
    public void run(List<Job> jobs) throws IOException {
        try (StageLock _ = StageLock.take(files, run.jobs()); StopRequest stop = StopRequest.listen()) {
            new QueueRun(this, jobs, stop).run();
        }
    }
}
