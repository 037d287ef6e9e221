package io.mode4j.bench;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.KeySearch;
import io.mode4j.trace.Trace;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code trace}: what it takes to find a thousand keys among many, and how often six models saw their pairs in two and a half epochs, whose pairs were shuffled in windows of 16 shards. Keys are at random and spread over
 * all shards, so that every file is looked through.
 */
final class TraceBenchmark {
    static final int PAIRS = 10_000_000;

    private static final int KEYS = 1_000;
    private static final double EPOCHS = 2.5;

    private TraceBenchmark() {}

    /** What is measured. */
    @FunctionalInterface
    private interface Task {
        int find() throws IOException;
    }

    static void run(Options options, Path work, PrintStream out) throws IOException {
        RunDirectory run = new RunDirectory(work.resolve("run"));
        TraceData data = new TraceData(run, options.items());
        data.writePairs();
        data.writeModels(EPOCHS);
        List<String> keys = data.keys(KEYS);
        TrainData pairs = TrainData.clustered(run.index(), new CaptionChoice(CaptionChoice.Mode.FIRST, 0), run.clusters(),
                run.assignments());
        out.println(Measurement.HEADER);
        measure("keys alone", options, out, () -> KeySearch.find(run.index(), keys, options.threads()).size());
        measure("keys and clusters", options, out, () -> Trace.of(pairs, new LinkedHashMap<>(), keys, options.threads()).pairs().size());
        measure("keys, clusters and six models", options, out, () -> Trace.of(pairs, run.models(), keys, options.threads()).pairs().size());
    }

    private static void measure(String what, Options options, PrintStream out, Task task) throws IOException {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            long began = System.nanoTime();
            if (task.find() != KEYS) {
                throw new IllegalStateException(what + ": not all keys were found");
            }
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        out.println(new Measurement("trace", "%,d pairs, %s".formatted(options.items(), what), "s", seconds).line());
    }
}
