package io.mode4j.report;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/** A run directory as a small experiment on icons leaves it, with made-up figures near those of a real one. */
final class MadeUpRun {

    /** What each expert's captions are about; one holds markup, which must stay text. */
    static final List<List<String>> SUBJECTS = List.of(List.of("country flag", "circle flag", "regional flag", "pirate flag"),
            List.of("smiling cat face", "family emoji", "hand wave", "<script>alert(1)</script> & \"quoted\" <b>bold</b>"),
            List.of("arrow down", "settings gear", "folder open", "database table"),
            List.of("js file", "docker logo", "bitcoin coin", "python logo"));
    private static final List<String> MODELS = List.of("seed", "dense", "dense-total", "expert-0", "expert-1", "expert-2", "expert-3",
            "random-0",
            "random-1", "best-single-expert", "random-split", "uniform", "mode-paper", "mode-reference", "mode-nearest", "chance");
    private static final double[] MEANS = {17.3, 18.4, 20.4, 15.5, 18.1, 16.0, 18.0, 16.4, 17.4, 18.1, 18.1, 19.4, 19.7, 19.6, 20.6, 2.6};

    private final FileLayer files = new FileLayer();
    private final Random random = new Random(3);
    private final Path run;

    private MadeUpRun(Path run) {
        this.run = run;
    }

    /** Writes one. */
    static Path write(Path run) throws IOException {
        new MadeUpRun(run).all();
        return run;
    }

    private void all() throws IOException {
        options();
        data();
        new MadeUpClusters(files, run).write();
        training("seed", run.resolve("seed"), 0, 300_000, 5.5, 2.9);
        training("dense", run.resolve("baselines/dense"), 300_000, 400_000, 2.9, 2.62);
        training("dense-total", run.resolve("baselines/dense-total"), 300_000, 700_000, 2.9, 2.25);
        for (int c = 0; c < 4; c++) {
            training("expert-" + c, run.resolve("experts/expert-" + c), 300_000, 400_000, 3.0 - 0.1 * c, 2.5 - 0.15 * c);
            training("random-" + c, run.resolve("baselines/random-" + c), 300_000, 400_000, 2.9, 2.6);
        }
        json("evaluation/results.json", results());
    }

    private void options() throws IOException {
        json("run.json",
                Map.of("version", 1, "mode4j", "0.1.0", "options",
                        new TreeMap<>(Map.of("experts", "4", "fine", "64", "seed", "0", "batch-size",
                                "256", "lr", "0.001", "shards", "data/{00000..00011}.tar", "model", "compact-64"))));
        String[] stages = {"data", "index", "embed", "cluster", "assign", "seed", "expert-0", "expert-1", "expert-2", "expert-3", "dense",
            "evaluate"};
        double[] seconds = {41.2, 1.9, 22.4, 3.1, 0.8, 155.2, 51.4, 50.9, 52.2, 50.7, 51.0, 38.6};
        for (int i = 0; i < stages.length; i++) {
            files.append(run.resolve("stages.jsonl"),
                    "{\"stage\": \"%s\", \"began\": \"2026-01-01T00:00:00Z\", \"seconds\": %s, \"done\": true}".formatted(stages[i],
                            seconds[i]));
        }
        files.append(run.resolve("stages.jsonl"), "{\"stage\": \"repo");
    }

    private void data() throws IOException {
        for (int shard = 0; shard < 3; shard++) {
            int first = shard * 200;
            ShardWriter.write(files, run.resolve("data/0000%d.tar".formatted(shard)), tar -> {
                for (int i = first; i < first + 200; i++) {
                    List<String> subjects = SUBJECTS.get(i % 4);
                    String caption = subjects.get(random.nextInt(4)) + ", number " + random.nextInt(30);
                    tar.add("icon" + i, "png", icon(i % 4));
                    tar.add("icon" + i, "json", JsonMapper.shared().writeValueAsBytes(Map.of("texts", List.of(caption))));
                }
                tar.add("lonely" + first, "png", icon(0));
            });
        }
        new IndexStage(files, Progress.silent(), new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(run.resolve("data").toString())),
                run.resolve("index"));
    }

    private byte[] icon(int kind) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 64, 64);
        for (int i = 0; i < 3; i++) {
            graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.7f, 0.9f));
            graphics.setStroke(new BasicStroke(5));
            int x = 6 + random.nextInt(12);
            int y = 8 + i * 16;
            switch (kind) {
                case 0 -> graphics.fillRect(6, y, 52, 16);
                case 1 -> graphics.fillOval(x, x, 52 - i * 16, 52 - i * 16);
                case 2 -> graphics.drawLine(x, y, 58 - x, 56 - y);
                default -> graphics.drawRoundRect(x, x, 48 - i * 12, 48 - i * 12, 14, 14);
            }
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private void training(String name, Path folder, long from, long to, double high, double low) throws IOException {
        StageFolder stage = begin("train " + name, folder);
        StringBuilder log = new StringBuilder();
        for (long samples = from + 256; samples <= to; samples += 256) {
            double done = (double) (samples - from) / (to - from);
            double loss = low + (high - low) * Math.exp(-4 * done) + 0.05 * random.nextGaussian();
            log.append("{\"step\":")
                    .append(samples / 256)
                    .append(",\"samples\":")
                    .append(samples)
                    .append(",\"loss\":")
                    .append(loss)
                    .append((samples - from) % 25_600 == 0 ? heldOut(loss, done) : "")
                    .append("}\n");
        }
        files.write(folder.resolve("log.jsonl"), out -> out.write(log.toString().getBytes(StandardCharsets.UTF_8)));
        Map<String, Integer> undecodable = name.equals("seed") ? Map.of("damaged", 2) : Map.of();
        stage.finish(Map.of("samples", to - from, "undecodable", undecodable, "engine", "libtorch 2.10, bf16, 2 threads"));
    }

    /** Loss falls until half of the training is done and rises then; recall rises on. */
    private static String heldOut(double loss, double done) {
        return ",\"validation_pairs\":200,\"validation_loss\":" + (loss + 0.4 + Math.abs(done - 0.5))
                + ",\"validation_image_to_text_recall@1\":" + (0.05 + 0.05 * done) + ",\"validation_text_to_image_recall@1\":"
                + (0.06 + 0.05 * done);
    }

    private StageFolder begin(String stage, Path folder) throws IOException {
        return begin(files, stage, folder);
    }

    static StageFolder begin(FileLayer files, String stage, Path folder) throws IOException {
        StageFolder begun = StageFolder.of(files, folder, new Recipe(stage, 1, new TreeMap<>(), new TreeMap<>()));
        begun.begin();
        return begun;
    }

    private Map<String, Object> results() {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (String set : List.of("emojione", "noto-v1", "skill-icons")) {
            tasks.add(task(set + "-category", List.of("mean_per_class_recall"), 31, false));
        }
        for (String set : List.of("emojione", "noto-v1", "streamline-flex-color", "skill-icons", "flagpack")) {
            tasks.add(task(set + "-name", List.of("acc1"), 24, false));
        }
        tasks.add(task("heldout-retrieval", List.of("text_to_image_recall@1", "image_to_text_recall@1"), 10, true));
        SequencedMap<String, Object> average = new LinkedHashMap<>();
        average.put("mean_per_class_recall", figures(31, false));
        average.put("acc1", figures(24, false));
        average.put("text_to_image_recall@1", figures(10.5, false));
        average.put("image_to_text_recall@1", figures(8.2, false));
        average.put("mean", figures(18.4, true));
        SequencedMap<String, Object> results = new LinkedHashMap<>();
        results.put("format_version", 2);
        results.put("metrics", new TreeMap<>(Map.of("acc1", "accuracy", "mean_per_class_recall", "mean per-class recall",
                "text_to_image_recall@1", "text → image R@1", "image_to_text_recall@1", "image → text R@1")));
        results.put("models", MODELS);
        results.put("experts", List.of("expert-0", "expert-1", "expert-2", "expert-3"));
        results.put("best_single_expert", "expert-1");
        results.put("tasks", tasks);
        results.put("average", average);
        results.put("averages",
                List.of(new TreeMap<>(Map.of("name", "clip-26", "tasks", List.of("emojione-name", "flagpack-name"), "of", 26,
                        "values", figures(27, false)))));
        results.put("priority", List.of("expert-2", "expert-0", "expert-3", "expert-1"));
        results.put("progressive", List.of(Map.of("mean", figures(14, false)), Map.of("mean", figures(16, false)),
                Map.of("mean", figures(17, false))));
        results.put("differences", List.of(differences("dense", 1.3), differences("dense-total", -0.7)));
        return results;
    }

    private static Map<String, Object> differences(String to, double paper) {
        Map<String, Double> interval = new TreeMap<>(Map.of("low", (paper - 0.4) / 100, "high", (paper + 0.5) / 100));
        return new TreeMap<>(Map.of("to", to, "tasks", Map.of(), "average", Map.of("mean", Map.of("mode-paper", interval))));
    }

    private Map<String, Object> task(String name, List<String> metrics, double level, boolean retrieval) {
        SequencedMap<String, Object> task = new LinkedHashMap<>();
        task.put("name", name);
        task.put("kind", retrieval ? "retrieval" : "classification");
        task.put("words", new TreeMap<>(Map.of("texts", retrieval ? "captions" : "classes", "one_case", retrieval ? "caption" : "picture",
                "of_task", retrieval ? "image → text" : "", "of_queries", retrieval ? "text → image" : "")));
        task.put("main_metrics", metrics);
        task.put("pictures", 1000 + random.nextInt(500));
        task.put("texts", retrieval ? 3229 : 12);
        task.put("cases", retrieval ? 3229 : 1000);
        task.put("weights", weights());
        task.put("query_weights", retrieval ? weights() : Map.of());
        SequencedMap<String, Object> results = new LinkedHashMap<>();
        metrics.forEach(metric -> results.put(metric, figures(level + random.nextInt(5), false)));
        task.put("results", results);
        return task;
    }

    private Map<String, double[]> weights() {
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (String rule : List.of("uniform", "paper", "reference", "nearest")) {
            double sharpness = Map.of("uniform", 0.0, "paper", 3.0, "reference", 0.3, "nearest", 1.5).getOrDefault(rule, 1.0);
            double[] shares = random.doubles(4).map(value -> Math.exp(sharpness * value * 2)).toArray();
            double sum = shares[0] + shares[1] + shares[2] + shares[3];
            weights.put(rule, new double[]{shares[0] / sum, shares[1] / sum, shares[2] / sum, shares[3] / sum});
        }
        return weights;
    }

    private Map<String, Double> figures(double level, boolean exact) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int m = 0; m < MODELS.size(); m++) {
            figures.put(MODELS.get(m), (exact ? MEANS[m] : Math.max(0.4, MEANS[m] / 18.4 * level + random.nextGaussian())) / 100);
        }
        return figures;
    }

    private void json(String name, Object value) throws IOException {
        files.write(run.resolve(name), out -> out.write(JsonMapper.shared().writeValueAsBytes(value)));
    }
}
