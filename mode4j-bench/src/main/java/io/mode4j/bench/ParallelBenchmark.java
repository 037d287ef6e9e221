package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code train-parallel}: samples a second of training three experts and the dense model that continue a seed, from the command's start to its exit: N at a time, each in a process of its own with its share of
 * the cores (N is {@code --threads}), and one after another in one process with all of them. Icons of 64×64, the default model.
 */
final class ParallelBenchmark {
    /** Samples that each model sees, where no option says. */
    static final int SAMPLES = 20_000;

    private static final int EXPERTS = 3;
    private static final int MODELS = EXPERTS + 1;

    private ParallelBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        Command.prepare();
        Path data = work.resolve("data");
        Path seeded = work.resolve("seeded");
        List<ProcessBuilder> before = new ArrayList<>(
                List.of(Command.mode4j(List.of("data", "icons", "--out", data.toString(), "--limit", "100")),
                        mode4j("index", seeded, "--shards", data.resolve("train").toString(), "--holdout", "0"), mode4j("embed", seeded),
                        mode4j("cluster", seeded, "--experts", Integer.toString(EXPERTS)), mode4j("assign", seeded),
                        train(seeded, options, "--only", "seed")));
        double _ = new Command("the seed", before, work.resolve("nothing")).run();
        Rounds.run("train-parallel", options.rounds(), (long) MODELS * options.items(), "samples",
                List.of(contestant("%d at a time".formatted(options.threads()), seeded, work.resolve("parallel"), options, "--parallel",
                        Integer.toString(options.threads())),
                        contestant("one after another", seeded, work.resolve("one"), options)),
                out);
    }

    /** Goes on from a copy of the run with its seed. */
    private static Command contestant(String name, Path seeded, Path run, Options options, String... more) {
        return new Command(name, List.of(new ProcessBuilder("cp", "-r", seeded.toString(), run.toString()), train(run, options, more)),
                run);
    }

    private static ProcessBuilder train(Path run, Options options, String... more) {
        return mode4j("train", run, Stream.concat(Stream.of("--device", options.device(), "--seed-span", "20 steps", "--expert-span",
                options.items() + " samples", "--warmup", "10 steps"), Stream.of(more)).toArray(String[]::new));
    }

    private static ProcessBuilder mode4j(String command, Path run, String... more) {
        return Command.mode4j(Stream.concat(Stream.of(command, "--run", run.toString()), Stream.of(more)).toList());
    }
}
