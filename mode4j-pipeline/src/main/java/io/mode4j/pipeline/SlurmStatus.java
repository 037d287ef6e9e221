package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.JobLog;
import io.mode4j.jobs.JobRecord;
import io.mode4j.jobs.slurm.Slurm;
import io.mode4j.jobs.slurm.SlurmState;
import io.mode4j.pipeline.FolderStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where jobs are that were submitted to Slurm, asked once.
 *
 * @param run     where
 * @param states  by the numbers that Slurm knows
 * @param answers whether Slurm could be asked
 */
record SlurmStatus(RunDirectory run, Map<String, SlurmState> states, boolean answers) {

    /** Asks only where a job was submitted. */
    static SlurmStatus of(RunDirectory run, Collection<JobRecord> jobs) throws IOException {
        List<String> numbers = jobs.stream().map(JobRecord::slurm).filter(number -> !number.isEmpty()).distinct().toList();
        try {
            return new SlurmStatus(run, new Slurm().states(numbers), true);
        } catch (BadInputException _) {
            return new SlurmStatus(run, Map.of(), false);
        }
    }

    /** How far a folder is that is not done, and that nobody writes now. */
    FolderStatus status(String job, String number, Path folder) throws IOException {
        String name = run.root().relativize(folder).toString();
        return unfinished(job, number, folder).orElseGet(() -> answers
                ? new FolderStatus(name, State.FAILED, "Slurm job " + number + ": ended" + why(job))
                : new FolderStatus(name, Files.isDirectory(folder) ? State.INTERRUPTED : State.LEFT,
                        "submitted as Slurm job " + number + ", and Slurm cannot be asked here; log: " + JobRecord.log(run, job)));
    }

    /** The same of a job that Slurm still knows, and that is not over or did not end well. */
    Optional<FolderStatus> unfinished(String job, String number, Path folder) {
        SlurmState state = states.get(number);
        if (state == null || state.isDone()) {
            return Optional.empty();
        }
        String name = run.root().relativize(folder).toString();
        if (!state.isActive()) {
            return Optional.of(new FolderStatus(name, State.FAILED, state + why(job)));
        }
        return Optional.of(state.isPending() ? new FolderStatus(name, State.WAITING, state.toString())
                : new FolderStatus(name, State.RUNNING, state + "; log: " + JobRecord.log(run, job)));
    }

    /** Whether a job is known to have ended. */
    boolean isOver(String number) {
        SlurmState state = states.get(number);
        return answers && (state == null || !state.isActive());
    }

    private String why(String job) {
        String message = JobLog.message(run, job);
        return (message.isEmpty() ? "" : "; " + message) + "; log: " + JobRecord.log(run, job);
    }
}
