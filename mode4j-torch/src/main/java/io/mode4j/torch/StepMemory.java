package io.mode4j.torch;

import com.sun.management.OperatingSystemMXBean;
import io.mode4j.clip.ClipConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How many pairs a training step can compute at once.
 *
 * @param free
 *            bytes of memory that may be taken
 * @param ofPair
 *            bytes that the graph of a pair takes, about
 */
record StepMemory(long free, long ofPair) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";
    /** Numbers that a transformer's layer keeps of a token for backward, in widths: norms, queries, keys, values, attention, and twice the four of the MLP. */
    private static final long KEPT_WIDTHS = 18;

    /** On this machine's processor: half of the memory that nobody uses. */
    static StepMemory here(ClipConfig config) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long limit = system.getTotalMemorySize(); // of the container, where there is one
        return new StepMemory(Math.min(limit, available(system)) / 2, bytes(config));
    }

    private static long available(OperatingSystemMXBean system) {
        try (Stream<String> lines = Files.lines(MEMINFO)) {
            return lines.filter(line -> line.startsWith(AVAILABLE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(system.getFreeMemorySize());
        } catch (IOException _) {
            return system.getFreeMemorySize(); // not Linux
        }
    }

    /** {@return what the graph of a pair with the longest text takes} */
    static long bytes(ClipConfig config) {
        ClipConfig.Vision vision = config.vision();
        ClipConfig.Text text = config.text();
        long ofImage = (1L + (long) vision.grid() * vision.grid()) * vision.width() * vision.layers();
        long ofText = (long) text.contextLength() * text.width() * text.layers();
        return Float.BYTES * KEPT_WIDTHS * (ofImage + ofText);
    }

    /** {@return the most pairs that so many threads can compute at once, each} */
    int pairs(int threads) {
        return Math.clamp(free / threads / ofPair, 1, TorchOptions.WHOLE);
    }
}
