package io.mode4j.cli;

import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobWatch;
import io.mode4j.jobs.Place;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Jobs on a terminal: a table that is drawn anew in its place when something has changed, a line a job. Thread-safe. */
final class JobTable implements JobWatch {
    private static final int WIDTH = 110; // a longer line would take two of the terminal's

    private final PrintStream err;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private int drawn;
    private boolean changed;

    private record Row(String where, String text) {}

    JobTable(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void waits(Job job) {
        put(job, new Row("", job.after().stream().anyMatch(rows::containsKey) ? "waits for " + String.join(", ", job.after()) : "waits"));
    }

    @Override
    public synchronized void begins(Job job, Place place, int attempt) {
        put(job, new Row(place.toString(), attempt == 1 ? "begins" : "begins again, time " + attempt));
    }

    @Override
    public synchronized void says(Job job, String line) {
        String progress = JobLines.progress(job, line);
        if (!progress.isEmpty()) {
            set(job, progress);
        }
    }

    @Override
    public synchronized void isDone(Job job) {
        if (!text(job).contains(", done")) { // the last line of its progress says more
            set(job, "done");
        }
    }

    @Override
    public synchronized void fails(Job job, String why, boolean again) {
        set(job, (again ? "starts again: " : "failed: ") + why);
    }

    @Override
    public synchronized void look() {
        if (!changed) {
            return;
        }
        changed = false;
        StringBuilder table = new StringBuilder(drawn > 0 ? "\u001b[%dA\u001b[J".formatted(drawn) : "");
        rows.forEach((name, row) -> {
            String line = "%-12s %-8s %s".formatted(name, row.where, row.text);
            table.append(line, 0, Math.min(line.length(), WIDTH)).append(System.lineSeparator());
        });
        drawn = rows.size();
        err.print(table);
        err.flush();
    }

    private String text(Job job) {
        Row row = rows.get(job.name());
        return row == null ? "" : row.text;
    }

    private void set(Job job, String text) {
        Row row = rows.get(job.name());
        put(job, new Row(row == null ? "" : row.where, text));
    }

    private void put(Job job, Row row) {
        rows.put(job.name(), row);
        changed = true;
    }
}
