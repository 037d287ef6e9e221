package io.mode4j.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a process has used so far, as Linux counts it, in bytes. Mapped files count as memory while they are resident, and are not counted as read.
 *
 * @param read by system calls, from files and what the page cache holds of them
 * @param written by system calls
 * @param resident memory, the Java heap and native memory alike
 * @param peak the most that was resident
 */
public record ProcessUse(long read, long written, long resident, long peak) {
    private static final Path PROCESSES = Path.of("/proc");

    /** This process's; nothing where the system does not say, as but Linux. */
    public static Optional<ProcessUse> own() {
        return of("self");
    }

    /**
     * Another process's.
     *
     * @param process its number
     * @return nothing if it has ended
     */
    public static Optional<ProcessUse> of(String process) {
        try {
            Map<String, Long> counts = numbers(PROCESSES.resolve(process).resolve("io"));
            Map<String, Long> memory = numbers(PROCESSES.resolve(process).resolve("status"));
            return Optional.of(new ProcessUse(counts.getOrDefault("rchar", 0L), counts.getOrDefault("wchar", 0L),
                    memory.getOrDefault("VmRSS", 0L) << 10, memory.getOrDefault("VmHWM", 0L) << 10));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Has the peak of this process begin anew at what is resident now; where the system cannot, it goes on. */
    public static void forgetPeak() {
        try {
            Files.writeString(PROCESSES.resolve("self/clear_refs"), "5");
        } catch (IOException _) {
            // the peak is then that of all the process did
        }
    }

    private static Map<String, Long> numbers(Path file) throws IOException {
        return Files.readAllLines(file)
                .stream()
                .filter(line -> line.matches("\\w+:\\s*\\d{1,18}( kB)?"))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')),
                        line -> Long.valueOf(line.replaceAll("^\\w+:|\\D", ""))));
    }
}
