package io.mode4j.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who writes a folder, as its lock file says.
 *
 * @param host the name of the machine
 * @param pid the number of the process there
 * @param started when that process started, in words that only this machine compares; numbers of processes are used again
 * @param since when the lock was taken
 * @param number counts the locks that the process took
 * @param slurm the job that the process belongs to
 */
public record LockHolder(String host, long pid, String started, String since, long number,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SlurmJob slurm) {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final String HOST = thisHost();
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int STARTED_FIELD = 19; // of /proc/PID/stat behind the name in parentheses

    /** This process, about to take its {@code number}-th lock. */
    static LockHolder here(long number) {
        long pid = ProcessHandle.current().pid();
        return new LockHolder(HOST, pid, startOf(pid).orElse(""), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), number,
                SlurmJob.in(System.getenv()).orElse(null));
    }

    /** {@return what a lock file says; empty when it is not whole} */
    static Optional<LockHolder> of(String json) {
        try {
            return json.endsWith("}") ? Optional.of(JsonMapper.shared().readValue(json, LockHolder.class)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /** {@return whether it is of this machine, so that one can tell whether the process is still there} */
    public boolean isHere() {
        return host.equals(HOST);
    }

    boolean isThisProcess() {
        return isHere() && pid == ProcessHandle.current().pid() && hasStarted();
    }

    /** {@return whether the process of this machine that took the lock is still there} */
    boolean hasStarted() {
        return startOf(pid).filter(started::equals).isPresent();
    }

    /** {@return whether it took the lock in an earlier start of the job that this process belongs to} */
    boolean isOfEarlierStart() {
        return slurm != null && SlurmJob.in(System.getenv()).filter(slurm::isBefore).isPresent();
    }

    /** {@return the job that the process belongs to} */
    public Optional<SlurmJob> job() {
        return Optional.ofNullable(slurm);
    }

    /** Linux counts from the machine's start, so that setting the clock changes nothing; a process that ended and waits for its parent has ended. */
    static Optional<String> startOf(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(BOOT)) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(process -> String.valueOf(process.info().startInstant()));
        }
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            boolean ended = fields[0].equals("Z") || fields[0].equals("X");
            return ended ? Optional.empty() : Optional.of(Files.readString(BOOT).strip() + " " + fields[STARTED_FIELD]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As the system has it: where that name has no address, Java does not tell it. */
    private static String thisHost() {
        try {
            return Files.exists(NAME) ? Files.readString(NAME).strip() : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) { // a machine whose own name has no address; its message begins with the name
            return String.valueOf(e.getMessage()).split(":", 2)[0];
        }
    }

    /** In words: process 123 on host, since when, in which job. */
    @Override
    public String toString() {
        return "process %d on %s, since %s%s".formatted(pid, host, since, slurm == null ? "" : " (" + slurm + ")");
    }
}
