package io.mode4j.jobs;

import io.mode4j.artifact.StageLock;
import io.mode4j.work.StopRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The work of a queue on its jobs, from the first to the last. Used by one thread. */
final class QueueRun {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ORPHANS = Duration.ofSeconds(45); // a process without the one that started it notices that, saves what it has, and ends

    private final JobQueue queue;
    private final StopRequest stop;
    private final JobFiles written;
    private final List<Job> waiting;
    private final Deque<Place> free;
    private final List<AtWork> running = new ArrayList<>();
    private final Map<String, Integer> begun = new HashMap<>();
    private final Map<String, Long> leftBehind = new HashMap<>();
    private final Map<String, String> failed = new LinkedHashMap<>();
    private final List<String> lastWords = new ArrayList<>();

    private record AtWork(RunningJob job, Place place, Place taken) {}

    QueueRun(JobQueue queue, List<Job> jobs, StopRequest stop) {
        this.queue = queue;
        this.stop = stop;
        this.written = new JobFiles(queue.files(), queue.run());
        this.waiting = new ArrayList<>(jobs);
        this.free = new ArrayDeque<>(queue.places());
    }

    void run() throws IOException {
        int jobs = waiting.size();
        for (Job job : waiting) {
            if (written.begin(job)) {
                leftBehind.put(job.name(), System.nanoTime() + ORPHANS.toNanos());
            }
            queue.watch().waits(job);
        }
        boolean stopping = false;
        try {
            while (!running.isEmpty() || (!stopping && !waiting.isEmpty())) {
                if (stop.isMade() && !stopping) {
                    stopping = true;
                    running.forEach(work -> work.job.stop());
                }
                if (!stopping) {
                    begin();
                }
                pause();
                for (AtWork work : running.stream().filter(work -> !work.job.isAlive()).toList()) {
                    end(work, stopping);
                }
                queue.watch().look();
            }
        } finally {
            running.forEach(work -> work.job.stop());
        }
        if (stopping) {
            stop.lastWords(String.join(System.lineSeparator(), lastWords));
            throw new InterruptedIOException("stopped; the same command goes on");
        }
        if (!failed.isEmpty()) {
            throw new FailedJobsException(summary(jobs));
        }
    }

    private void begin() throws IOException {
        for (Job job : List.copyOf(waiting)) {
            if (!free.isEmpty() && isReady(job)) {
                begin(job);
            }
        }
    }

    private boolean isReady(Job job) throws IOException {
        boolean first = waiting.stream().noneMatch(other -> job.after().contains(other.name()))
                && running.stream().noneMatch(work -> job.after().contains(work.job.job().name()));
        return first && !isLeftBehind(job);
    }

    /** Whether a process of before may still be saving what it has. */
    private boolean isLeftBehind(Job job) throws IOException {
        if (leftBehind.getOrDefault(job.name(), Long.MIN_VALUE) > System.nanoTime()) {
            for (Path folder : job.folders()) {
                if (StageLock.holder(folder).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void begin(Job job) throws IOException {
        Place taken = free.getFirst();
        boolean othersWait = waiting.stream().anyMatch(other -> other.after().contains(job.name()));
        Place place = othersWait ? queue.whole() : taken;
        RunningJob process = RunningJob.of(job, queue.starter().start(job, place), line -> {
            written.log(job, line);
            queue.watch().says(job, line);
        });
        waiting.remove(job);
        free.removeFirst();
        running.add(new AtWork(process, place, taken));
        int attempt = begun.merge(job.name(), 1, Integer::sum);
        written.begins(job, process.number(), place);
        queue.watch().begins(job, place, attempt);
    }

    private void end(AtWork work, boolean stopping) throws IOException {
        running.remove(work);
        free.addLast(work.taken);
        Job job = work.job.job();
        if (work.job.exitCode() == 0 && job.isDone()) {
            written.ends(job, 0, "");
            queue.watch().isDone(job);
            return;
        }
        String why = work.job.exitCode() == 0 ? "ended, and has not made " + job.folders() : work.job.why();
        if (stopping) {
            written.ends(job, work.job.exitCode(), "");
            lastWords.add(work.job.lastWords());
            return;
        }
        boolean again = work.job.isKilled() && begun.getOrDefault(job.name(), 0) <= queue.maxRestarts();
        written.ends(job, work.job.exitCode(), why);
        queue.watch().fails(job, why, again);
        if (again) {
            leftBehind.put(job.name(), System.nanoTime() + ORPHANS.toNanos());
            waiting.addFirst(job);
        } else {
            giveUp(job, why);
        }
    }

    private void giveUp(Job job, String why) {
        failed.put(job.name(), why);
        for (Job other : List.copyOf(waiting)) {
            if (other.after().contains(job.name())) {
                waiting.remove(other);
                giveUp(other, "waits for " + job.name());
            }
        }
    }

    private String summary(int jobs) {
        return "%d of %d jobs are not done, and the same command goes on with them:%n".formatted(failed.size(), jobs) + failed.entrySet()
                .stream()
                .map(job -> "  %s: %s%s".formatted(job.getKey(), job.getValue(), log(job.getKey())))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String log(String job) {
        return Optional.ofNullable(begun.get(job))
                .map(n -> " (%slog: %s)".formatted(n > 1 ? n + " times begun; " : "", JobRecord.log(queue.run(), job)))
                .orElse("");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while jobs run");
        }
    }
}
