package io.mode4j.bench;

import io.mode4j.artifact.FileTree;
import io.mode4j.artifact.JsonText;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * {@code evaluation-parity}: six generated data sets (classification, multilabel, retrieval; PNG, JPEG and WebP in each) and three small models with random weights, evaluated
 * by mode4j and by CLIP_benchmark from the same files in float32: for how many pictures, by their format, another class or caption comes first; and by how much metrics differ.
 */
final class EvaluationParity {
    /** How many pictures a data set has where no option says. */
    static final int PICTURES = 900;

    private static final List<String> FORMATS = List.of("PNG", "JPEG", "WebP");
    /** Of so many pictures of a format, one may be told otherwise: decoders of JPEG and WebP differ in the last bit. */
    private static final int[] ONE_IN = {500, 100, 100};

    private final Path work;
    private final int[] pictures = new int[FORMATS.size()];
    private final int[] otherwise = new int[FORMATS.size()];
    private final SortedMap<String, Double> differences = new TreeMap<>();

    private EvaluationParity(Path work) {
        this.work = work;
    }

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Command.prepare();
        Peer.runToEnd(options.peers(), options.threads(), "evaluation_parity.py", "make", work.toString(),
                Integer.toString(options.items()));
        Peer.runToEnd(options.peers(), options.threads(), "evaluation_parity.py", "run", work.toString());
        EvaluationParity parity = new EvaluationParity(work);
        parity.evaluate();
        parity.compare();
        parity.print(out);
    }

    private void evaluate() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--datasets", work.resolve("wds/*").toString(), "--out",
                work.resolve("ours").toString(), "--precision", "fp32"));
        for (Path model : FileTree.folders(work.resolve("models"), 1)) {
            arguments.addAll(List.of("--model", model.toString()));
        }
        new Command("mode4j", List.of(Command.mode4j(arguments)), work.resolve("ours")).run();
    }

    private void compare() throws IOException {
        for (Path set : FileTree.folders(work.resolve("wds"), 1)) {
            String name = set.getFileName().toString().replaceFirst("^wds_", "");
            boolean retrieval = Files.readString(set.resolve("dataset_type.txt")).equals("retrieval");
            for (Path folder : FileTree.folders(work.resolve("models"), 1)) {
                String model = folder.getFileName().toString();
                Path theirs = work.resolve("theirs/%s-%s.json".formatted(name, model));
                Path ours = work.resolve("ours/benchmark/%s_mode4j_%s_en_zeroshot_%s.json".formatted(name, model,
                        retrieval ? "retrieval" : "classification"));
                metrics(JsonText.read(ours, "results").path("metrics"), JsonText.read(theirs, "results").path("metrics"));
                count(first(work.resolve("ours/tasks/%s/logits/%s/logits.npy".formatted(name, model)), retrieval),
                        first(Path.of(theirs.toString().replace(".json", ".npy")), retrieval));
            }
        }
    }

    private void metrics(JsonNode ours, JsonNode theirs) {
        for (Map.Entry<String, JsonNode> metric : theirs.properties()) {
            double difference = Math.abs(ours.path(metric.getKey()).asDouble(Double.NaN) - metric.getValue().asDouble());
            differences.merge(metric.getKey(), difference, Math::max);
        }
    }

    private void count(int[] ours, int[] theirs) {
        for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
            pictures[i % FORMATS.size()]++;
            otherwise[i % FORMATS.size()] += ours[i] == theirs[i] ? 0 : 1;
        }
    }

    /** The class or caption that comes first for every picture; rows are pictures, or captions. */
    private static int[] first(Path file, boolean retrieval) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            int rows = Math.toIntExact(matrix.rows());
            int columns = matrix.dim();
            float[] scores = new float[rows * columns];
            matrix.rows(0, rows, scores);
            int[] first = new int[retrieval ? columns : rows];
            for (int i = 0; i < first.length; i++) {
                first[i] = retrieval ? highest(scores, i, columns, rows) : highest(scores, i * columns, 1, columns);
            }
            return first;
        }
    }

    private static int highest(float[] scores, int from, int step, int count) {
        int highest = 0;
        for (int c = 1; c < count; c++) {
            if (scores[from + c * step] > scores[from + highest * step]) {
                highest = c;
            }
        }
        return highest;
    }

    private void print(PrintStream out) {
        out.println("format\tpictures × models\tanother comes first\tat most");
        for (int f = 0; f < FORMATS.size(); f++) {
            int most = pictures[f] / ONE_IN[f];
            out.printf("%s\t%d\t%d\t%d%s%n", FORMATS.get(f), pictures[f], otherwise[f], most, otherwise[f] <= most ? "" : "\tMISSED");
        }
        out.println("metric\tlargest difference");
        differences.forEach((metric, difference) -> out.printf(Locale.ROOT, "%s\t%.1e%n", metric, difference));
    }
}
