package io.mode4j.bench;

import io.mode4j.ranks.RankPlace;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code train-ranks}: pairs a second of a training step by N processes of one thread, and by one process of N threads (N is {@code --threads}), by mode4j and by open_clip: its
 * DistributedDataParallel over Gloo with {@code --local-loss --gather-with-grad}. float32, the same weights and the same batch.
 */
final class RanksBenchmark {
    private RanksBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        String architecture = options.architectures("ViT-B-32").getFirst();
        ClipWork clip = ClipWork.make(architecture, options.batch(), options, work);
        int steps = Math.ceilDiv(options.items(), options.batch());
        int n = options.threads();
        out.printf("# %s, %d pairs a step%n", architecture, options.batch());
        try (Peer processes = new Peer("mode4j %d processes".formatted(n), first(clip, steps, n));
                TrainBenchmark.Ours threads = new TrainBenchmark.Ours("mode4j %d threads".formatted(n), clip, RankSteps.PRECISION, steps,
                        options);
                Peer theirProcesses = theirs("processes", clip, steps, 1, n, options);
                Peer theirThreads = theirs("threads", clip, steps, n, 1, options)) {
            Rounds.run("train-ranks", options.rounds(), (long) steps * options.batch(), "pairs",
                    List.of(processes, threads, theirProcesses, theirThreads), out);
        }
    }

    private static Peer theirs(String what, ClipWork clip, int steps, int threads, int processes, Options options) throws IOException {
        return new Peer("open_clip %d %s".formatted(options.threads(), what), options.peers(), threads, "clip_ranks.py",
                clip.model().toString(),
                clip.inputs().toString(), Integer.toString(steps), Integer.toString(processes));
    }

    /** Starts all processes but the first one. */
    private static ProcessBuilder first(ClipWork clip, int steps, int count) throws IOException {
        int port = Ports.free();
        for (int rank = 1; rank < count; rank++) {
            Process _ = process(clip, steps, count, rank, port).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        }
        return process(clip, steps, count, 0, port);
    }

    private static ProcessBuilder process(ClipWork clip, int steps, int count, int rank, int port) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RankSteps.class.getName(), clip.model().toString(),
                clip.inputs().toString(), Integer.toString(steps)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(RankPlace.RANK, Integer.toString(rank), RankPlace.COUNT, Integer.toString(count), RankPlace.HOST,
                        InetAddress.getLoopbackAddress().getHostAddress(), RankPlace.PORT, Integer.toString(port)));
        return builder;
    }
}
