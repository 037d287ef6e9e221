package io.mode4j.spark;

import io.mode4j.jobs.Job;
import java.io.Serializable;
import java.util.List;

/**
 * What the processes of a job do.
 *
 * @param name      of the job
 * @param arguments of mode4j's command line
 * @param folders   that the job writes
 */
record JobCommand(String name, List<String> arguments, List<String> folders) implements Serializable {
    /** Copies the lists. */
    JobCommand {
        arguments = List.copyOf(arguments);
        folders = List.copyOf(folders);
    }

    static JobCommand of(Job job, List<String> arguments) {
        return new JobCommand(job.name(), arguments, job.folders().stream().map(folder -> folder.toAbsolutePath().toString()).toList());
    }
}
