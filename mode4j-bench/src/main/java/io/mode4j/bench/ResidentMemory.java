package io.mode4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What Linux says of a process's memory. */
final class ResidentMemory {
    private ResidentMemory() {}

    /** Has the peak of this process begin anew at what is resident now. */
    static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    /**
     * The most that a process had resident so far, mapped files included, in KiB.
     *
     * @param process its number, or {@code self}
     * @throws IOException if it has ended, or this is not Linux
     */
    static double peak(String process) throws IOException {
        return Files.readAllLines(Path.of("/proc", process, "status"))
                .stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToDouble(line -> Double.parseDouble(line.toLowerCase(Locale.ROOT).replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + process + " has no memory any more"));
    }
}
