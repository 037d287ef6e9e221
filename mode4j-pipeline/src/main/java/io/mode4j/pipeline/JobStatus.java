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
 * How far the models are that jobs train and that are not done: running, waiting or failed, and where the log is.
 *
 * @param run     where
 * @param records what is recorded of the job of each model, by the model's folder
 * @param queue   the process that works on the queue now
 */
record JobStatus(RunDirectory run, Map<Path, JobRecord> records, Optional<LockHolder> queue) {

    static JobStatus of(RunDirectory run) throws IOException {
        Map<Path, JobRecord> records = new LinkedHashMap<>();
        for (String name : JobRecord.names(run)) {
            Optional<Path> folder = new RunJobs(run).folder(name);
            if (folder.isPresent()) {
                records.put(folder.get(), JobRecord.read(run, name).orElseGet(JobRecord::fresh));
            }
        }
        return new JobStatus(run, records, StageLock.holder(run.jobs()));
    }

    /** Whether something is known of the job that makes a folder. */
    boolean isOf(Path folder) {
        return records.containsKey(folder);
    }

    /** The folders in another that jobs make. */
    List<Path> modelsIn(Path parent) {
        return records.keySet().stream().filter(folder -> parent.equals(folder.getParent())).toList();
    }

    /** How far a model is that is not done. */
    FolderStatus status(String name, Path folder, Optional<LockHolder> holder) {
        JobRecord record = records.getOrDefault(folder, JobRecord.fresh());
        Optional<Attempt> newest = record.newest();
        String log = "; log: " + JobRecord.log(run, String.valueOf(folder.getFileName()));
        if (holder.isPresent()) {
            return new FolderStatus(name, State.RUNNING, holder.get() + log);
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
}
