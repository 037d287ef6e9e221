package io.mode4j.spark;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/** What Spark says of a job that failed, for users. Stateless. */
final class Failures {
    private static final String OUT_OF_MEMORY = "OutOfMemoryError";
    private static final String OUT_OF_MEMORY_EXIT = "exited with code 52"; // how executors end then
    private static final String NO_NATIVE = "UnsatisfiedLinkError";
    private static final String NO_LIBRARY = "NoClassDefFoundError";

    private Failures() {}

    /** What to throw after the job of some work has failed. */
    static IOException of(String work, Exception failure) {
        Optional<IOException> ours = causes(failure).filter(TaskFailure.class::isInstance)
                .findFirst()
                .map(task -> (IOException) task.getCause());
        if (ours.isPresent()) {
            return new IOException("%s, on Spark, tried several times: %s".formatted(work, ours.get().getMessage()), ours.get());
        }
        String said = String.valueOf(failure.getMessage());
        return new IOException("%s, on Spark: %s%s".formatted(work, firstLine(said), advice(said)), failure);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String firstLine(String said) {
        return said.lines().findFirst().orElse(said);
    }

    private static String advice(String said) {
        if (said.contains(OUT_OF_MEMORY) || said.contains(OUT_OF_MEMORY_EXIT)) {
            return " An executor ran out of memory: give executors more (option spark-conf spark.executor.memory=8g), or fewer cores each (spark.executor.cores).";
        }
        if (said.contains(NO_NATIVE) || said.contains(NO_LIBRARY)) {
            return " A worker has another platform than the native libraries that this mode4j was built with: build with those of the workers.";
        }
        return "";
    }
}
