package io.mode4j.ensemble;

import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.task.Scores;
import io.mode4j.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The weights of the experts on one task by every rule, rounded to float32 as they are stored and used. T texts, N pictures, C experts.
 *
 * @param ofTask    by rule, {@code [C]}: all texts are one task (of a retrieval, for image-to-text); where pictures weigh, the mean over these
 * @param ofQuery   by rule, {@code [T, C]}: each text is a task (text-to-image); empty where the kind of task does not ask every text, or pictures weigh
 * @param ofText    by rule, {@code [T, C]}: of rules by which each text weighs
 * @param ofPicture by rule, {@code [N, C]}: each picture is a task (the paper's table 7); empty where texts weigh
 */
record TaskWeights(SequencedMap<String, float[]> ofTask, SequencedMap<String, float[][]> ofQuery,
        SequencedMap<String, float[][]> ofText, SequencedMap<String, float[][]> ofPicture) {

    static final String FILE = "weights.json";
    static final int FORMAT_VERSION = 2;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static TaskWeights of(AskedDistances asked, List<Routed> rules) {
        TaskWeights weights = new TaskWeights(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Routed routed : rules) {
            TextDistances distances = asked.of(routed);
            if (asked.ofPictures()) {
                float[][] each = each(routed, distances);
                weights.ofPicture.put(routed.key(), each);
                weights.ofTask.put(routed.key(), mean(each));
            } else {
                weights.ofTask.put(routed.key(), routed.rule().rounded(distances));
                weights.putTexts(routed, distances, asked.everyText());
            }
        }
        return weights;
    }

    private void putTexts(Routed routed, TextDistances distances, boolean everyTextAsks) {
        boolean weighs = routed.rule().weighsEachText();
        if (everyTextAsks || weighs) {
            float[][] each = each(routed, distances);
            if (everyTextAsks) {
                ofQuery.put(routed.key(), each);
            }
            if (weighs) {
                ofText.put(routed.key(), each);
            }
        }
    }

    private static float[][] each(Routed routed, TextDistances distances) {
        float[][] each = new float[distances.texts()][];
        for (int l = 0; l < each.length; l++) {
            each[l] = routed.rule().rounded(distances.only(l));
        }
        return each;
    }

    /**
     * Writes {@code weights.json}: {@code {format_version, experts, weights: {rule: [C]}, queries: {rule: {mean: [C], file}}, texts and pictures: the same}}; the files are float32
     * {@code [T, C]} and {@code [N, C]}.
     */
    void write(FileLayer files, Path folder, List<String> experts) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format_version", FORMAT_VERSION);
        json.put("experts", experts);
        json.put("weights", ofTask);
        Map<String, float[][]> written = new LinkedHashMap<>();
        json.put("queries", rows(files, folder, "queries-", ofQuery, written));
        if (!ofText.isEmpty()) {
            json.put("texts", rows(files, folder, "texts-", ofText, written));
        }
        if (!ofPicture.isEmpty()) {
            json.put("pictures", rows(files, folder, "pictures-", ofPicture, written));
        }
        files.text(folder.resolve(FILE), JSON.writeValueAsString(json));
    }

    /** Equal rows are one file, which is named as often as it is meant. */
    private static Map<String, Object> rows(FileLayer files, Path folder, String prefix, Map<String, float[][]> byRule,
            Map<String, float[][]> written) throws IOException {
        Map<String, Object> said = new LinkedHashMap<>();
        for (Map.Entry<String, float[][]> entry : byRule.entrySet()) {
            String own = prefix + entry.getKey() + ".npy";
            float[][] rows = entry.getValue();
            String file = written.keySet().stream().filter(name -> Arrays.deepEquals(written.get(name), rows)).findFirst().orElse(own);
            if (file.equals(own)) {
                Npy.writeMatrix(files, folder.resolve(own), Dtype.FLOAT32, rows.length, rows[0].length,
                        (r, into) -> System.arraycopy(rows[(int) r], 0, into, 0, into.length));
                written.put(own, rows);
            } else if (Files.exists(folder.resolve(own))) { // of an evaluation before
                files.deleteFile(folder.resolve(own));
            }
            said.put(entry.getKey(), new TreeMap<>(Map.of("mean", mean(rows), "file", file))); // sorted: Map.of differs from JVM to JVM
        }
        return said;
    }

    /** The sums by a rule, for the task and, where a kind asks every text, for queries. */
    Sums sums(List<? extends Scores> experts, TaskKind kind, Routed routed) {
        float[][] perPicture = ofPicture.get(routed.key());
        if (perPicture != null) {
            Scores sum = kind.asksEveryText() ? WeightedScores.perColumn(experts, perPicture) : WeightedScores.perRow(experts, perPicture);
            return new Sums(sum, sum);
        }
        Scores sum = ofTask(experts, kind, routed);
        float[][] perQuery = ofQuery.get(routed.key());
        return new Sums(sum, perQuery == null ? sum : WeightedScores.perRow(experts, perQuery));
    }

    private Scores ofTask(List<? extends Scores> experts, TaskKind kind, Routed routed) {
        float[][] perText = ofText.get(routed.key());
        if (perText == null) {
            return WeightedScores.of(experts, Objects.requireNonNull(ofTask.get(routed.key())));
        }
        return kind.asksEveryText() ? Votes.ofSimilarities(experts, perText) : Votes.ofLogits(experts, perText);
    }

    /**
     * Sums of experts' answers.
     *
     * @param ofTask    weighed once for the task
     * @param ofQueries weighed for every text, or the same
     */
    record Sums(Scores ofTask, Scores ofQueries) {}

    /** The mean over texts {@code [C]}. */
    static float[] mean(float[][] rows) {
        double[] sums = new double[rows[0].length];
        for (float[] row : rows) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += row[c];
            }
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] /= rows.length;
        }
        return WeightedScores.rounded(sums);
    }
}
