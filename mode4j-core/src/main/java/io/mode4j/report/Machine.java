package io.mode4j.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that writes the page, in words. Stateless. */
public final class Machine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** {@return cores, processor and system} */
    public static String describe() {
        int cores = Runtime.getRuntime().availableProcessors();
        return "%d × %s, %s".formatted(cores, processor().orElse(System.getProperty("os.arch")), System.getProperty("os.name"));
    }

    private static Optional<String> processor() {
        if (!Files.isReadable(CPUS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // a nicety, not worth failing for
        }
    }
}
