package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.StageUse;
import io.mode4j.plan.Line;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code scale}: index, embed (words, as c-BTM does), cluster and assign, as pairs become ten and a hundred times as many: seconds, bytes and memory of each stage's command, and how well lines through the two
 * smaller sizes foretell the largest. Then the two smaller ones on Spark, with one worker that has all cores, and with a worker a core. Linux only.
 */
final class ScaleBenchmark {
    /** Of the largest size, where no option says. */
    static final int PAIRS = 10_000_000;

    private static final int FINE = 256;
    private static final List<String> STAGES = List.of("index", "embed", "cluster", "assign");
    private static final double MEBIBYTE = 1 << 20;

    private final Options options;
    private final Path work;
    private final PrintStream out;

    private ScaleBenchmark(Options options, Path work, PrintStream out) {
        this.options = options;
        this.work = work;
        this.out = out;
    }

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Command.prepare();
        Command.prepare("index", "--engine", "spark", "--help");
        out.println(Measurement.HEADER);
        new ScaleBenchmark(options, work, out).run();
    }

    /** What the stages took, and the whole of each command. */
    private record Taken(SequencedMap<String, StageUse> stages, double commands) {
        double of(String stage, ToDoubleFunction<StageUse> figure) {
            StageUse use = stages.get(stage);
            return use == null ? Double.NaN : figure.applyAsDouble(use);
        }
    }

    private void run() throws IOException, InterruptedException {
        SequencedMap<Integer, Taken> local = new LinkedHashMap<>();
        for (int pairs : List.of(options.items() / 100, options.items() / 10, options.items())) {
            Path data = work.resolve("data");
            ScaleData.write(data, pairs);
            Taken here = stages("local", pairs, data, List.of());
            local.put(pairs, here);
            if (pairs < options.items()) {
                onSpark(pairs, data, 1, options.threads(), here);
                onSpark(pairs, data, options.threads(), 1, here);
            }
            new FileLayer().deleteTree(data);
        }
        foretold(local);
    }

    private void onSpark(int pairs, Path data, int workers, int cores, Taken here) throws IOException, InterruptedException {
        try (SparkMachines machines = SparkMachines.start(work.resolve("spark"), workers, cores)) {
            String what = "Spark, %d workers of %d cores".formatted(workers, cores);
            Taken there = stages(what, pairs, data, machines.arguments());
            print(what, pairs, "all four commands", "of local's time", there.commands / here.commands);
            print(what, pairs, "executor", "peak resident MiB", machines.peak() / MEBIBYTE);
        }
    }

    private Taken stages(String where, int pairs, Path data, List<String> engine) throws IOException {
        Path run = work.resolve("run");
        new FileLayer().deleteTree(run);
        SequencedMap<String, StageUse> uses = new LinkedHashMap<>();
        double all = 0;
        for (String stage : STAGES) {
            List<String> command = new ArrayList<>(List.of(stage, "--run", run.toString()));
            command.addAll(arguments(stage, data));
            command.addAll(engine);
            double seconds = new Command(stage, List.of(Command.mode4j(command)), work.resolve("nothing")).run();
            all += seconds;
            StageUse use = StageUse.read(run.resolve("stages.jsonl")).getLast();
            uses.put(stage, use);
            print(where, pairs, stage, "s", use.seconds());
            print(where, pairs, stage + ", the whole command", "s", seconds);
            print(where, pairs, stage, "MB read", use.read() / 1e6);
            print(where, pairs, stage, "MB written", use.written() / 1e6);
            print(where, pairs, stage, "peak resident MiB", use.peak() / MEBIBYTE);
        }
        print(where, pairs, "all four commands", "s", all);
        return new Taken(uses, all);
    }

    private static List<String> arguments(String stage, Path data) {
        return switch (stage) {
            case "index" -> List.of("--shards", data.toString());
            case "embed" -> List.of("--embedding", "tfidf");
            case "cluster" -> List.of("--fine", Integer.toString(FINE));
            default -> List.of();
        };
    }

    /** Lines through the two smaller sizes, at the largest; the fit's time grows with its sample. */
    private void foretold(SequencedMap<Integer, Taken> local) {
        List<Map.Entry<Integer, Taken>> sizes = List.copyOf(local.sequencedEntrySet());
        Map<String, ToDoubleFunction<StageUse>> figures = new LinkedHashMap<>();
        figures.put("s", StageUse::seconds);
        figures.put("MB read", StageUse::read);
        figures.put("MB written", StageUse::written);
        for (String stage : STAGES) {
            figures.forEach((unit, figure) -> {
                Line line = Line.through(work(stage, sizes.get(0)), sizes.get(0).getValue().of(stage, figure), work(stage, sizes.get(1)),
                        sizes.get(1).getValue().of(stage, figure));
                print("local", sizes.get(2).getKey(), stage, "foretold / measured, " + unit,
                        line.at(work(stage, sizes.get(2))) / sizes.get(2).getValue().of(stage, figure));
            });
        }
    }

    private static double work(String stage, Map.Entry<Integer, Taken> size) {
        return stage.equals("cluster") ? ClusterOptions.defaults().withFine(FINE).sampleFor(size.getKey()) : size.getKey();
    }

    private void print(String where, int pairs, String what, String unit, double value) {
        out.println(new Measurement("scale", "%s, %,d pairs, %s".formatted(where, pairs, what), unit, List.of(value)).line());
    }
}
