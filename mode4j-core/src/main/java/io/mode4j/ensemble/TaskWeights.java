package io.mode4j.ensemble;

import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.task.ScoredTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The weights of the experts on one task by every rule, rounded to float32 as they are stored and used. T texts, C experts.
 *
 * @param ofTask  by rule, {@code [C]}: all texts are one task (of a retrieval, for image-to-text)
 * @param ofQuery by rule, {@code [T, C]}: each text is a task (text-to-image); empty where the kind of task does not ask every text
 */
record TaskWeights(SequencedMap<String, float[]> ofTask, SequencedMap<String, float[][]> ofQuery) {

    static final String FILE = "weights.json";
    static final int FORMAT_VERSION = 2;
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static TaskWeights of(ScoredTask task, Experts experts, List<Routed> rules) throws IOException {
        float[][] texts = task.textEmbeddings();
        TextDistances fine = TextDistances.of(texts, experts);
        TextDistances coarse = TextDistances.ofCoarse(texts, experts);
        SequencedMap<String, float[]> ofTask = new LinkedHashMap<>();
        SequencedMap<String, float[][]> ofQuery = new LinkedHashMap<>();
        for (Routed routed : rules) {
            TextDistances distances = routed.coarse() ? coarse : fine;
            ofTask.put(routed.key(), rounded(routed.rule().weights(distances)));
            if (task.kind().asksEveryText()) {
                float[][] perQuery = new float[texts.length][];
                for (int l = 0; l < texts.length; l++) {
                    perQuery[l] = rounded(routed.rule().weights(distances.only(l)));
                }
                ofQuery.put(routed.key(), perQuery);
            }
        }
        return new TaskWeights(ofTask, ofQuery);
    }

    /**
     * Writes {@code weights.json}: {@code {format_version, experts, weights: {rule: [C]}, queries: {rule: {mean: [C], file}}}}; the files are float32
     * {@code [T, C]}.
     */
    void write(FileLayer files, Path folder, List<String> experts) throws IOException {
        Map<String, Object> queries = new LinkedHashMap<>();
        for (Map.Entry<String, float[][]> entry : ofQuery.entrySet()) {
            String file = "queries-" + entry.getKey() + ".npy";
            float[][] rows = entry.getValue();
            Npy.writeMatrix(files, folder.resolve(file), Dtype.FLOAT32, rows.length, experts.size(),
                    (r, into) -> System.arraycopy(rows[(int) r], 0, into, 0, into.length));
            queries.put(entry.getKey(), new TreeMap<>(Map.of("mean", mean(rows), "file", file))); // sorted: Map.of differs from JVM to JVM
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format_version", FORMAT_VERSION);
        json.put("experts", experts);
        json.put("weights", ofTask);
        json.put("queries", queries);
        files.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8)));
    }

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
        return rounded(sums);
    }

    private static float[] rounded(double[] weights) {
        float[] rounded = new float[weights.length];
        for (int c = 0; c < weights.length; c++) {
            rounded[c] = (float) weights[c];
        }
        return rounded;
    }
}
