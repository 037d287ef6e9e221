package io.mode4j.pipeline;

import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.jobs.Attempt;
import io.mode4j.jobs.JobRecord;
import io.mode4j.jobs.RunJobs;
import io.mode4j.pipeline.FolderStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far that is which jobs make and which is not done: running, waiting or failed, and where the log is.
 *
 * @param run   where
 * @param jobs  what is recorded of the job of each folder, by the folder
 * @param queue the process that works on the queue now
 * @param slurm where jobs are that were submitted there
 */
record JobStatus(RunDirectory run, Map<Path, Recorded> jobs, Optional<LockHolder> queue, SlurmStatus slurm) {

    /**
     * What is recorded of a job.
     *
     * @param job its name
     */
    record Recorded(String job, JobRecord record) {}

    static JobStatus of(RunDirectory run) throws IOException {
        Map<Path, Recorded> jobs = new LinkedHashMap<>();
        for (String name : JobRecord.names(run)) {
            Recorded recorded = new Recorded(name, JobRecord.read(run, name).orElseGet(JobRecord::fresh));
            switch (name) {
                case RunJobs.STAGES -> new RunJobs(run).stages().folders().forEach(folder -> jobs.put(folder, recorded));
                case RunJobs.EVALUATE -> jobs.put(run.evaluation(), recorded);
                default -> new RunJobs(run).folder(name).ifPresent(folder -> jobs.put(folder, recorded));
            }
        }
        List<JobRecord> undone = jobs.entrySet()
                .stream()
                .filter(job -> !Files.exists(job.getKey().resolve(Manifest.NAME)))
                .map(job -> job.getValue().record)
                .toList();
        return new JobStatus(run, jobs, StageLock.holder(run.jobs()), SlurmStatus.of(run, undone));
    }

    /** Whether something is known of the job that makes a folder. */
    boolean isOf(Path folder) {
        return jobs.containsKey(folder);
    }

    /** The folders in another that jobs make. */
    List<Path> modelsIn(Path parent) {
        return jobs.keySet().stream().filter(folder -> parent.equals(folder.getParent())).toList();
    }

    /** Where the job of the evaluation is, as long as it is in Slurm or has failed there. */
    Optional<FolderStatus> evaluation() throws IOException {
        Recorded recorded = jobs.get(run.evaluation());
        return recorded == null ? Optional.empty() : slurm.unfinished(recorded.job, recorded.record.slurm(), run.evaluation());
    }

    /** How far a folder is that is not done. */
    FolderStatus status(String name, Path folder, Optional<LockHolder> holder) throws IOException {
        Recorded recorded = jobs.getOrDefault(folder, new Recorded(name, JobRecord.fresh()));
        JobRecord record = recorded.record;
        Optional<Attempt> newest = record.newest();
        String log = "; log: " + JobRecord.log(run, recorded.job);
        if (holder.isPresent() && !isOver(holder.get(), record)) {
            return new FolderStatus(name, State.RUNNING, holder.get() + log);
        }
        if (!record.slurm().isEmpty()) {
            return slurm.status(recorded.job, record.slurm(), folder);
        }
        if (queue.isPresent() && newest.filter(attempt -> attempt.ended().isEmpty()).isPresent()) {
            return new FolderStatus(name, State.RUNNING, "process %d, %s".formatted(newest.get().process(), newest.get().where()) + log);
        }
        if (newest.filter(Attempt::isFailed).isPresent()) {
            String times = record.attempts().size() > 1 ? "; begun %d times".formatted(record.attempts().size()) : "";
            return new FolderStatus(name, State.FAILED, newest.get().why() + times + log);
        }
        if (queue.isPresent()) {
            boolean first = folder.equals(run.seed()) || Files.exists(run.seed().resolve(Manifest.NAME));
            return new FolderStatus(name, State.WAITING, "for " + (first ? "a place in the queue of " + queue.get() : ModelNames.SEED));
        }
        return Files.isDirectory(folder) ? new FolderStatus(name, State.INTERRUPTED, "the same command again goes on" + log)
                : new FolderStatus(name, State.LEFT, "");
    }

    /** Whether a lock is left of a job that Slurm has ended, on a machine where nobody can look. */
    private boolean isOver(LockHolder holder, JobRecord record) {
        return !holder.isHere() && holder.job().isPresent() && !record.slurm().isEmpty() && slurm.isOver(record.slurm());
    }
}
