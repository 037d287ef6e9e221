package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.plan.Line;
import io.mode4j.progress.StageUse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/**
 * {@code scale}: index, embed (words, as c-BTM does), cluster and assign, as pairs become ten, thirty and a hundred times as many: seconds, bytes and memory of each stage's command, and how well lines
 * through two of the smaller sizes foretell the largest. The two smallest also as one command, here and on Spark, with one worker that has all cores, and with a worker a core. Linux only.
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

    private void run() throws IOException, InterruptedException {
        SequencedMap<Integer, SequencedMap<String, StageUse>> local = new LinkedHashMap<>();
        for (int pairs : List.of(options.items() / 100, options.items() / 10, options.items() / 10 * 3, options.items())) {
            Path data = work.resolve("data");
            ScaleData.write(data, pairs);
            local.put(pairs, stages(pairs, data));
            if (pairs <= options.items() / 10) {
                double here = together("local", pairs, data, List.of());
                onSpark(pairs, data, 1, options.threads(), here);
                onSpark(pairs, data, options.threads(), 1, here);
            }
            new FileLayer().deleteTree(data);
        }
        foretold(local);
    }

    private void onSpark(int pairs, Path data, int workers, int cores, double here) throws IOException, InterruptedException {
        try (SparkMachines machines = SparkMachines.start(work.resolve("spark"), workers, cores)) {
            String what = "Spark, %d workers of %d cores".formatted(workers, cores);
            print(what, pairs, "one command", "of local's time", together(what, pairs, data, machines.arguments()) / here);
            print(what, pairs, "executor", "peak resident MiB", machines.peak() / MEBIBYTE);
        }
    }

    /** A command a stage. */
    private SequencedMap<String, StageUse> stages(int pairs, Path data) throws IOException {
        Path run = newRun();
        SequencedMap<String, StageUse> uses = new LinkedHashMap<>();
        for (String stage : STAGES) {
            List<String> command = new ArrayList<>(List.of(stage, "--run", run.toString()));
            command.addAll(arguments(stage, data));
            double seconds = command(stage, command);
            StageUse use = StageUse.read(run.resolve("stages.jsonl")).getLast();
            uses.put(stage, use);
            print("local", pairs, stage, "s", use.seconds());
            print("local", pairs, stage + ", the whole command", "s", seconds);
            print("local", pairs, stage, "MB read", use.read() / 1e6);
            print("local", pairs, stage, "MB written", use.written() / 1e6);
            print("local", pairs, stage, "peak resident MiB", use.peak() / MEBIBYTE);
        }
        return uses;
    }

    /** One command for all stages; returns its seconds. */
    private double together(String where, int pairs, Path data, List<String> engine) throws IOException {
        Path run = newRun();
        List<String> command = new ArrayList<>(List.of("run", "--until", STAGES.getLast(), "--run", run.toString()));
        STAGES.forEach(stage -> command.addAll(arguments(stage, data)));
        command.addAll(engine);
        double seconds = command("run", command);
        for (StageUse use : StageUse.read(run.resolve("stages.jsonl"))) {
            print(where, pairs, use.stage() + ", of one command", "s", use.seconds());
        }
        print(where, pairs, "one command", "s", seconds);
        return seconds;
    }

    private Path newRun() throws IOException {
        Path run = work.resolve("run");
        new FileLayer().deleteTree(run);
        return run;
    }

    private double command(String name, List<String> arguments) throws IOException {
        return new Command(name, List.of(Command.mode4j(arguments)), work.resolve("nothing")).run();
    }

    private static List<String> arguments(String stage, Path data) {
        return switch (stage) {
            case "index" -> List.of("--shards", data.toString());
            case "embed" -> List.of("--embedding", "tfidf");
            case "cluster" -> List.of("--fine", Integer.toString(FINE));
            default -> List.of();
        };
    }

    /** Lines through the two smallest sizes, and through the two before the last, at the largest; the fit's time grows with its sample. */
    private void foretold(SequencedMap<Integer, SequencedMap<String, StageUse>> local) {
        List<Integer> sizes = List.copyOf(local.sequencedKeySet());
        Map<String, ToDoubleFunction<StageUse>> figures = new LinkedHashMap<>();
        figures.put("s", StageUse::seconds);
        figures.put("MB read", StageUse::read);
        figures.put("MB written", StageUse::written);
        for (String stage : STAGES) {
            figures.forEach((unit, figure) -> {
                double[] measured = sizes.stream()
                        .mapToDouble(
                                size -> figure.applyAsDouble(Objects.requireNonNull(Objects.requireNonNull(local.get(size)).get(stage))))
                        .toArray();
                for (int first : new int[]{0, 1}) {
                    int less = sizes.get(first);
                    int more = sizes.get(first + 1);
                    double there = Line.through(work(stage, less), measured[first], work(stage, more), measured[first + 1])
                            .at(work(stage, sizes.getLast()));
                    print("local", sizes.getLast(), "%s from %,d and %,d".formatted(stage, less, more),
                            "foretold / measured, " + unit, there / measured[sizes.size() - 1]);
                }
            });
        }
    }

    private static double work(String stage, int pairs) {
        return stage.equals("cluster") ? ClusterOptions.defaults().withFine(FINE).sampleFor(pairs) : pairs;
    }

    private void print(String where, int pairs, String what, String unit, double value) {
        out.println(new Measurement("scale", "%s, %,d pairs, %s".formatted(where, pairs, what), unit, List.of(value)).line());
    }
}
