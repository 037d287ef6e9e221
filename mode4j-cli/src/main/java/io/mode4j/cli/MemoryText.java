package io.mode4j.cli;

import java.util.Locale;
import java.util.Optional;

/** What to do when memory is used up. Stateless. */
final class MemoryText {
    private static final int MIB = 1 << 20;

    private MemoryText() {}

    /** {@return what to say of a failure for want of memory; empty for other failures} */
    static Optional<String> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                return Optional.of(of(error));
            }
            if (isOfLibTorch(cause)) {
                return Optional.of("the memory for tensors is used up: %s. Give a smaller --batch-size, or a machine or device with more."
                        .formatted(String.valueOf(cause.getMessage()).lines().findFirst().orElse("")));
            }
        }
        return Optional.empty();
    }

    static String of(OutOfMemoryError error) {
        String reason = String.valueOf(error.getMessage());
        if (!reason.contains("heap") && !reason.contains("GC overhead") && !reason.contains("array size")) {
            return "out of memory: " + reason + ". Give the machine more, or the process fewer --workers and smaller batches.";
        }
        long heap = Runtime.getRuntime().maxMemory() / MIB;
        return "out of memory: the Java heap of %,d MiB is too small for this. Give it more with MODE4J_JAVA_OPTS=-Xmx%dg in the environment."
                .formatted(heap, Math.max(1, Math.ceilDiv(2 * heap, 1024)));
    }

    private static boolean isOfLibTorch(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return cause instanceof RuntimeException && (said.contains("can't allocate memory") || said.contains("cuda out of memory"));
    }
}
