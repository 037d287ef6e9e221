package io.mode4j.cli;

import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobWatch;
import io.mode4j.jobs.Place;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs where no terminal is: what each says of its progress, with its name and place, and how it began and ended. */
final class JobLines implements JobWatch {
    private final PrintStream err;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    JobLines(PrintStream err) {
        this.err = err;
    }

    /** {@return what a line says of the training of a job's model}; nothing where it says something else. */
    static String progress(Job job, String line) {
        String prefix = "train " + job.name() + ": ";
        return line.startsWith(prefix) ? line.substring(prefix.length()) : "";
    }

    @Override
    public void waits(Job job) {}

    @Override
    public void begins(Job job, Place place, int attempt) {
        places.put(job.name(), place);
        print(job, attempt == 1 ? "begins" : "begins again, time " + attempt);
    }

    @Override
    public void says(Job job, String line) {
        String progress = progress(job, line);
        if (!progress.isEmpty()) {
            print(job, progress);
        }
    }

    @Override
    public void isDone(Job job) {
        print(job, "done");
    }

    @Override
    public void fails(Job job, String why, boolean again) {
        print(job, why + (again ? "; starts again from the newest checkpoint" : ""));
    }

    @Override
    public void look() {}

    private void print(Job job, String text) {
        err.println("%s on %s: %s".formatted(job.name(), places.get(job.name()), text));
    }
}
