package io.mode4j.ensemble;

import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All figures of {@code results.csv} once more, as a reader of the files would compute them: from task.json, logits, labels and weights alone, with sorting and whole
 * matrices, and with none of the package's code.
 */
final class Recomputation {

    private final Map<List<String>, Double> figures = new LinkedHashMap<>();
    private final Map<String, List<String>> mainMetrics = new LinkedHashMap<>();

    Recomputation(Path evaluation, List<String> tasks) throws IOException {
        for (String task : tasks) {
            ofTask(evaluation.resolve("tasks").resolve(task), evaluation.resolve("weights").resolve(task), task);
        }
        averages(tasks);
    }

    Map<List<String>, Double> figures() {
        return figures;
    }

    private void ofTask(Path folder, Path weighed, String task) throws IOException {
        JsonNode description = JsonMapper.shared().readTree(Files.readString(folder.resolve("task.json")));
        mainMetrics.put(task, description.get("metrics").valueStream().map(JsonNode::asString).toList());
        Map<String, double[][]> logits = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("logits"))) {
            for (Path model : files.toList()) {
                logits.put(model.getFileName().toString(), matrix(model.resolve("logits.npy")));
            }
        }
        List<String> random = logits.keySet().stream().filter(model -> model.startsWith("random-")).toList();
        double[] equal = new double[random.size()];
        Arrays.fill(equal, (float) (1.0 / random.size()));
        double[][] randomSplit = weighted(logits, random, _ -> equal);
        Map<String, double[][]> ofTask = new LinkedHashMap<>(logits);
        Map<String, double[][]> ofQuery = new LinkedHashMap<>(logits);
        ofTask.put("random-split", randomSplit);
        ofQuery.put("random-split", randomSplit);
        JsonNode weights = JsonMapper.shared().readTree(Files.readString(weighed.resolve("weights.json")));
        List<String> experts = weights.get("experts").valueStream().map(JsonNode::asString).toList();
        for (String rule : weights.get("weights").propertyNames()) {
            double[] all = weights.get("weights").get(rule).valueStream().mapToDouble(weight -> weight.floatValue()).toArray();
            String name = rule.equals("uniform") ? rule : "mode-" + rule;
            JsonNode texts = weights.path("texts").path(rule).get("file");
            ofTask.put(name, texts == null ? weighted(logits, experts, _ -> all)
                    : votes(logits, experts, matrix(weighed.resolve(texts.asString())),
                            description.get("kind").asString().equals("retrieval")));
            JsonNode file = weights.get("queries").path(rule).get("file");
            double[][] perQuery = file == null ? new double[0][] : matrix(weighed.resolve(file.asString()));
            ofQuery.put(name, file == null ? ofTask.get(name) : weighted(logits, experts, row -> perQuery[row]));
        }
        int[] labels = Npy.readInts(folder.resolve("labels.npy"));
        if (description.get("kind").asString().equals("classification")) {
            ofTask.forEach((model, scores) -> classification(task, model, scores, labels));
            int classes = description.get("classes").size();
            put(task, "acc1", "chance", 1.0 / classes);
            put(task, "acc5", "chance", 5.0 / classes);
            put(task, "mean_per_class_recall", "chance", 1.0 / classes);
        } else {
            int[] images = Npy.readInts(folder.resolve("images.npy"));
            Set<List<Integer>> pairs = new LinkedHashSet<>();
            IntStream.range(0, labels.length).forEach(p -> pairs.add(List.of(labels[p], images[p])));
            ofQuery.forEach((model, scores) -> recalls(task, "text_to_image", model, scores,
                    (text, image) -> pairs.contains(List.of(text, image))));
            ofTask.forEach((model, scores) -> recalls(task, "image_to_text", model, transposed(scores),
                    (image, text) -> pairs.contains(List.of(text, image))));
        }
    }

    private void classification(String task, String model, double[][] logits, int[] labels) {
        double first = 0;
        double five = 0;
        Map<Integer, double[]> byClass = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            List<Integer> order = order(logits[i]);
            int hit = order.getFirst() == labels[i] ? 1 : 0;
            first += hit;
            five += order.subList(0, 5).contains(labels[i]) ? 1 : 0;
            double[] counts = byClass.computeIfAbsent(labels[i], _ -> new double[2]);
            counts[0] += hit;
            counts[1]++;
        }
        put(task, "acc1", model, first / labels.length);
        put(task, "acc5", model, five / labels.length);
        put(task, "mean_per_class_recall", model,
                byClass.values().stream().mapToDouble(counts -> counts[0] / counts[1]).average().orElseThrow());
    }

    private interface Right {
        boolean is(int query, int answer);
    }

    private void recalls(String task, String direction, String model, double[][] scores, Right right) {
        int answers = scores[0].length;
        for (int k : new int[]{1, 5, 10}) {
            double hits = 0;
            double chance = 0;
            for (int q = 0; q < scores.length; q++) {
                int query = q;
                IntPredicate hit = answer -> right.is(query, answer);
                hits += order(scores[q]).subList(0, Math.min(k, answers)).stream().anyMatch(hit::test) ? 1 : 0;
                long positives = IntStream.range(0, answers).filter(hit).count();
                chance += 1 - choose((double) answers - positives, k) / choose(answers, k);
            }
            if (k < answers) {
                put(task, direction + "_recall@" + k, model, hits / scores.length);
                put(task, direction + "_recall@" + k, "chance", chance / scores.length);
            }
        }
    }

    private static double choose(double n, int k) {
        double product = 1;
        for (int i = 0; i < k; i++) {
            product *= Math.max(0, n - i) / (i + 1);
        }
        return product;
    }

    private void averages(List<String> tasks) {
        Set<String> metrics = new TreeSet<>();
        Set<String> models = new TreeSet<>();
        figures.keySet().forEach(figure -> {
            metrics.add(figure.get(1));
            models.add(figure.get(2));
        });
        Set<String> summing = new LinkedHashSet<>();
        mainMetrics.values().forEach(summing::addAll);
        Map<List<String>, Double> averages = new LinkedHashMap<>();
        for (String model : models) {
            for (String metric : metrics) {
                List<String> over = tasks.stream()
                        .filter(task -> !summing.contains(metric) || mainMetrics.getOrDefault(task, List.of()).contains(metric))
                        .filter(task -> figures.containsKey(List.of(task, metric, model)))
                        .toList();
                averages.put(List.of("average", metric, model),
                        over.stream().mapToDouble(task -> figures.getOrDefault(List.of(task, metric, model), 0.0)).average().orElseThrow());
            }
            averages.put(List.of("average", "mean", model),
                    summing.stream()
                            .mapToDouble(metric -> averages.getOrDefault(List.of("average", metric, model), 0.0))
                            .average()
                            .orElseThrow());
        }
        String best = models.stream()
                .filter(model -> model.startsWith("expert-"))
                .max(Comparator.comparingDouble(model -> averages.getOrDefault(List.of("average", "mean", model), 0.0)))
                .orElseThrow();
        figures.putAll(averages);
        Map.copyOf(figures).forEach((figure, value) -> {
            if (figure.getLast().equals(best)) {
                put(figure.get(0), figure.get(1), "best-single-expert", value);
            }
        });
    }

    private void put(String task, String metric, String model, double value) {
        figures.put(List.of(task, metric, model), value);
    }

    private interface RowWeights {
        double[] of(int row);
    }

    private static double[][] weighted(Map<String, double[][]> logits, List<String> models, RowWeights weights) {
        double[][] first = logits.getOrDefault(models.getFirst(), new double[0][]);
        double[][] sum = new double[first.length][first[0].length];
        for (int m = 0; m < models.size(); m++) {
            double[][] one = logits.getOrDefault(models.get(m), new double[0][]);
            for (int r = 0; r < sum.length; r++) {
                for (int i = 0; i < sum[r].length; i++) {
                    sum[r][i] += weights.of(r)[m] * one[r][i];
                }
            }
        }
        return sum;
    }

    /** For each picture the experts' probabilities of the texts, times what each text gives the experts. */
    private static double[][] votes(Map<String, double[][]> logits, List<String> experts, double[][] ofTexts, boolean retrieval) {
        double[][] votes = new double[0][];
        for (int m = 0; m < experts.size(); m++) {
            double[][] rows = logits.getOrDefault(experts.get(m), new double[0][]);
            double[][] pictures = retrieval ? transposed(rows) : rows;
            votes = m == 0 ? new double[pictures.length][ofTexts.length] : votes;
            for (int p = 0; p < pictures.length; p++) {
                double[] scaled = Arrays.stream(pictures[p]).map(logit -> retrieval ? 100 * logit : logit).toArray();
                double sum = Arrays.stream(scaled).map(Math::exp).sum();
                for (int l = 0; l < scaled.length; l++) {
                    votes[p][l] += ofTexts[l][m] * Math.exp(scaled[l]) / sum;
                }
            }
        }
        return retrieval ? transposed(votes) : votes;
    }

    private static List<Integer> order(double[] scores) {
        return IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble((Integer i) -> -scores[i])).toList();
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] transposed = new double[matrix[0].length][matrix.length];
        for (int r = 0; r < matrix.length; r++) {
            for (int i = 0; i < matrix[r].length; i++) {
                transposed[i][r] = matrix[r][i];
            }
        }
        return transposed;
    }

    private static double[][] matrix(Path file) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[] row = new float[matrix.dim()];
            for (long r = 0; r < matrix.rows(); r++) {
                matrix.row(r, row);
                rows.add(IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray());
            }
        }
        return rows.toArray(double[][]::new);
    }
}
