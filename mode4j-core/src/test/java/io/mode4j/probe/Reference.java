package io.mode4j.probe;

import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of other programs; {@code golden.py} made them. */
final class Reference {

    private Reference() {}

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Reference.class.getResource(name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file(name)));
    }

    static float[] floats(JsonNode list) {
        double[] values = list.valueStream().mapToDouble(JsonNode::asDouble).toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    static float[][] matrix(JsonNode rows) {
        return rows.valueStream().map(Reference::floats).toArray(float[][]::new);
    }

    static int[] ints(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * rows[0].length, rows[0].length);
        }
        return flat;
    }

    static ProbeData problem(String split, int classes) throws IOException {
        try (SafetensorsFile tensors = SafetensorsFile.open(file("problem.safetensors"))) {
            int[] labels = tensors.ints(split + "_labels");
            float[] values = tensors.floats(split + "_features");
            int dim = values.length / labels.length;
            float[][] rows = new float[labels.length][];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = Arrays.copyOfRange(values, r * dim, (r + 1) * dim);
            }
            return new ProbeData(rows, labels, classes);
        }
    }
}
