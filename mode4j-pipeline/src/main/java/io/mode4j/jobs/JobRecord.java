package io.mode4j.jobs;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a job beside its log: {@code RUN/jobs/NAME.json}. It says nothing about whether the job is done, which only manifests do, and is part of no fingerprint.
 *
 * @param version  of the format
 * @param attempts the processes that a queue of this machine started for it, in order
 * @param slurm    number of the job in Slurm ({@code 12}, of an array {@code 12_3}), where it was submitted there; else empty
 */
public record JobRecord(int version, List<Attempt> attempts, String slurm) {
    /** The newest version of the format that this program reads. */
    static final int VERSION = 1;

    private static final String EXTENSION = ".json";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Copies the list. */
    public JobRecord {
        attempts = List.copyOf(attempts);
    }

    /** Of a job of which nothing is known yet. */
    public static JobRecord fresh() {
        return new JobRecord(VERSION, List.of(), "");
    }

    /** Where everything that a job's processes say goes. */
    public static Path log(RunDirectory run, String job) {
        return run.jobs().resolve(job + ".log");
    }

    /**
     * {@return what is recorded of a job, if anything is}
     *
     * @throws DamagedException if the file is of a newer version, or none of ours
     */
    public static Optional<JobRecord> read(RunDirectory run, String job) throws IOException {
        Path file = file(run, job);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JobRecord read = JSON.readValue(Files.readAllBytes(file), JobRecord.class);
            if (read.version > VERSION) {
                throw new DamagedException(file, "format version " + VERSION + " or older", "version " + read.version);
            }
            return Optional.of(read);
        } catch (JacksonException e) {
            throw new DamagedException(file, "what is known of a job as JSON", e.getOriginalMessage());
        }
    }

    /** {@return the names of the jobs of which something is recorded, sorted} */
    public static List<String> names(RunDirectory run) throws IOException {
        if (!Files.isDirectory(run.jobs())) {
            return List.of();
        }
        try (var files = Files.list(run.jobs())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(EXTENSION) && !name.startsWith("."))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Writes it in place of what was recorded. */
    public void write(FileLayer files, RunDirectory run, String job) throws IOException {
        files.text(file(run, job), JSON.writeValueAsString(this) + "\n");
    }

    /** The same, submitted to Slurm under this number. */
    public JobRecord withSlurm(String number) {
        return new JobRecord(version, attempts, number);
    }

    /** The same with another process. */
    JobRecord with(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.add(attempt);
        return new JobRecord(version, all, slurm);
    }

    /** The same with another account of the newest process. */
    JobRecord withNewest(Attempt attempt) {
        List<Attempt> all = new ArrayList<>(attempts);
        all.set(all.size() - 1, attempt);
        return new JobRecord(version, all, slurm);
    }

    /** The process that was started last. */
    public Optional<Attempt> newest() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    private static Path file(RunDirectory run, String job) {
        return run.jobs().resolve(job + EXTENSION);
    }
}
