package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code evaluate}: pictures a second of a whole zero-shot classification, from the command's start to its exit, by mode4j and by CLIP_benchmark, both in float32, then in bfloat16 beside CLIP_benchmark's default, autocast:
 * a full CLIP with random weights, JPEG files of 400×300 in CLIP_benchmark's layout, 100 classes, one template. {@code evaluate-models}: four models, by mode4j in one command and by
 * CLIP_benchmark in four. {@code evaluate-memory}: the most memory that mode4j had resident with N, 4 N and 10 N pictures.
 */
final class EvaluateBenchmark {
    /** N where no option says. */
    static final int PICTURES = 2_000;

    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;
    private static final int SHARD = 500;
    private static final int CLASSES = 100;
    private static final int DRAWN = 250;
    private static final long SEED = 1;
    private static final String DATA = "wds_pictures";

    private final Options options;
    private final Path work;
    private final PrintStream out;

    private final List<byte[]> pictures = Photographs.of(DRAWN, SEED, WIDTH, HEIGHT);

    private EvaluateBenchmark(Options options, Path work, PrintStream out) {
        this.options = options;
        this.work = work;
        this.out = out;
    }

    /** {@code evaluate} and {@code evaluate-models}. */
    static void speed(Options options, int models, Path work, PrintStream out) throws IOException, InterruptedException {
        new EvaluateBenchmark(options, work, out).speed(models);
    }

    /** {@code evaluate-memory}. */
    static void memory(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        new EvaluateBenchmark(options, work, out).memory();
    }

    private void speed(int count) throws IOException, InterruptedException {
        Command.prepare();
        List<Path> models = models(count);
        Path data = write(options.items());
        for (ClipSetting setting : ClipSetting.of(options)) {
            if (setting != ClipSetting.AMP_BF16) { // its own words are amp and --no_amp
                List<Contestant> contestants = List.of(ours(models, data, setting == ClipSetting.FP32 ? "fp32" : "bf16"),
                        theirs(models, data, setting));
                Rounds.run(count == 1 ? "evaluate" : "evaluate-models", options.rounds(), (long) count * options.items(), "pictures",
                        contestants, out);
            }
        }
    }

    private void memory() throws IOException, InterruptedException {
        Command.prepare();
        List<Path> models = models(1);
        out.println(Measurement.HEADER);
        for (int times : new int[]{1, 4, 10}) {
            int count = times * options.items();
            double peak = ours(models, write(count), "auto").peak();
            out.println(new Measurement("evaluate-memory", count + " pictures", "peak resident MiB", List.of(peak)).line());
        }
    }

    private List<Path> models(int count) throws IOException, InterruptedException {
        String architecture = options.architectures("ViT-B-32").getFirst();
        List<Path> models = new ArrayList<>();
        for (int m = 1; m <= count; m++) {
            Path model = work.resolve(architecture + "-" + m);
            Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "make", architecture, model.toString(), Integer.toString(m));
            models.add(model);
        }
        return models;
    }

    private Command ours(List<Path> models, Path data, String precision) {
        Path results = work.resolve("results");
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--datasets", data.toString(), "--out", results.toString(),
                "--device", options.device(), "--precision", precision));
        models.forEach(model -> arguments.addAll(List.of("--model", model.toString())));
        return new Command("mode4j " + precision, List.of(Command.mode4j(arguments)), results);
    }

    private Command theirs(List<Path> models, Path data, ClipSetting setting) throws IOException {
        Path results = work.resolve("theirs");
        List<ProcessBuilder> processes = new ArrayList<>();
        for (Path model : models) {
            List<String> arguments = new ArrayList<>(
                    List.of("clip_benchmark_eval.py", "eval", "--dataset", "wds/pictures", "--dataset_root",
                            data.toString(), "--model", "local-dir:" + model, "--pretrained", "", "--task", "zeroshot_classification",
                            "--num_workers", Integer.toString(options.threads()), "--quiet", "--output",
                            work.resolve(model.getFileName() + ".json").toString()));
            if (setting == ClipSetting.FP32) {
                arguments.add("--no_amp");
            }
            processes.add(Peer.python(options.peers(), options.threads(), arguments.toArray(String[]::new)));
        }
        return new Command("CLIP_benchmark " + setting.peer(), processes, results);
    }

    /** A data set of so many pictures; {@value #DRAWN} of them are drawn, and taken again. */
    private Path write(int count) throws IOException {
        FileLayer files = new FileLayer();
        Path data = work.resolve(DATA);
        files.deleteTree(data);
        Path test = Files.createDirectories(data.resolve("test"));
        int shards = Math.ceilDiv(count, SHARD);
        for (int shard = 0; shard < shards; shard++) {
            int from = shard * SHARD;
            ShardWriter.write(files, test.resolve(shard + ".tar"), tar -> {
                for (int i = from; i < Math.min(count, from + SHARD); i++) {
                    tar.add("s%07d".formatted(i), "jpg", pictures.get(i % pictures.size()));
                    tar.add("s%07d".formatted(i), "cls", Integer.toString(i % CLASSES).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        Files.writeString(test.resolve("nshards.txt"), Integer.toString(shards));
        Files.write(data.resolve("classnames.txt"), IntStream.range(0, CLASSES).mapToObj(c -> "thing number " + c).toList());
        Files.writeString(data.resolve("zeroshot_classification_templates.txt"), "a photo of a {c}.");
        return data;
    }
}
