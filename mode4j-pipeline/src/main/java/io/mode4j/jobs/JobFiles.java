package io.mode4j.jobs;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/** Logs and records of a queue's jobs. A disk that is full ends no queue: it says so once. Safe for use by several threads. */
final class JobFiles {
    private static final Logger LOG = Logger.getLogger(JobFiles.class.getName());

    private final FileLayer files;
    private final RunDirectory run;
    private final Map<String, JobRecord> records = new ConcurrentHashMap<>();
    private final AtomicBoolean troubled = new AtomicBoolean();

    JobFiles(FileLayer files, RunDirectory run) {
        this.files = files;
        this.run = run;
    }

    /** Begins a record anew; returns whether the one before ends with a process of which nobody saw the end. */
    boolean begin(Job job) throws IOException {
        boolean open = JobRecord.read(run, job.name()).flatMap(JobRecord::newest).filter(newest -> newest.ended().isEmpty()).isPresent();
        set(job, JobRecord.fresh());
        return open;
    }

    /** A process has been started for a job. */
    void begins(Job job, long process, Place place) {
        Attempt attempt = Attempt.begins(process, place.toString());
        log(job, "# %s: process %d, %s".formatted(attempt.began(), process, place));
        set(job, record(job).with(attempt));
    }

    /** It has ended. */
    void ends(Job job, int exitCode, String why) {
        record(job).newest().ifPresent(newest -> set(job, record(job).withNewest(newest.ends(exitCode, why))));
    }

    /** Adds a line to a job's log. */
    void log(Job job, String line) {
        attempt(() -> files.append(JobRecord.log(run, job.name()), line));
    }

    private JobRecord record(Job job) {
        return records.getOrDefault(job.name(), JobRecord.fresh());
    }

    private void set(Job job, JobRecord record) {
        records.put(job.name(), record);
        attempt(() -> record.write(files, run, job.name()));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            if (!troubled.getAndSet(true)) {
                LOG.warning(String.valueOf(e.getMessage()));
            }
        }
    }
}
