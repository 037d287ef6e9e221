package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code chunks}: a training step of a batch that is computed 32 pairs at once, beside as many pairs in steps of 32, and beside open_clip_train with {@code --accum-freq}, which
 * does the same: seconds for all pairs, and the most memory that each process had resident while it trained. ViT-B-32, random weights, photograph-like pictures of 224 pixels. A
 * process for each; they run in turn. Linux only.
 */
final class ChunksBenchmark {
    /** Pairs a batch where no option says. */
    static final int PAIRS = 4096;
    /** Pairs that are computed at once. */
    static final int AT_ONCE = 32;

    private ChunksBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        ClipSetting setting = ClipSetting.of(options).getFirst();
        ClipWork clip = ClipWork.make(options.architectures("ViT-B-32").getFirst(), options.items(), options, work);
        out.printf("# %s, %s, %d pairs, %d at once%n", clip.architecture(), setting.peer(), options.items(), options.batch());
        try (Peer chunks = ours("mode4j, one batch in chunks", clip, options.items(), setting, options);
                Peer whole = ours("mode4j, batches in one piece", clip, options.batch(), setting, options);
                Peer peer = new Peer("open_clip_train, --accum-freq " + options.items() / options.batch(), options.peers(),
                        options.threads(), "accumulation.py", clip.model().toString(), clip.inputs().toString(), setting.peer(),
                        Integer.toString(options.batch()), options.device())) {
            compare(List.of(chunks, whole, peer), options, out);
        }
    }

    private static Peer ours(String name, ClipWork clip, int batch, ClipSetting setting, Options options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-Dorg.bytedeco.javacpp.maxbytes=0", "-cp", System.getProperty("java.class.path"), ChunkedSteps.class.getName(),
                        clip.model().toString(), clip.inputs().toString(), Integer.toString(batch), Integer.toString(options.batch()),
                        setting.ours(), Integer.toString(options.threads()), options.device()));
        return new Peer(name, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** Each warms up by itself, with some steps of few pairs: a whole round would take as long as a counted one. */
    private static void compare(List<Peer> contestants, Options options, PrintStream out) throws IOException {
        List<List<Double>> seconds = new ArrayList<>();
        contestants.forEach(_ -> seconds.add(new ArrayList<>()));
        for (int round = 0; round < options.rounds(); round++) {
            for (int c = 0; c < contestants.size(); c++) {
                seconds.get(c).add(contestants.get(c).run());
            }
        }
        List<Measurement> times = new ArrayList<>();
        List<Measurement> peaks = new ArrayList<>();
        for (int c = 0; c < contestants.size(); c++) {
            Peer contestant = contestants.get(c);
            times.add(new Measurement("chunks", contestant.name(), "s", seconds.get(c)));
            peaks.add(new Measurement("chunks", contestant.name(), "peak resident MiB",
                    List.of(Double.parseDouble(contestant.ask("peak")) / 1024)));
        }
        out.println(Measurement.HEADER);
        for (List<Measurement> of : List.of(times, peaks)) {
            of.forEach(one -> out.println(one.line()));
            of.stream().skip(1).forEach(other -> out.println(of.getFirst().over(other).line()));
        }
    }
}
