package io.mode4j.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The training loss of a model, in means of equally many steps, and how it did on held-out pairs meanwhile.
 *
 * @param model   its name
 * @param points  at most {@value #POINTS}, from left to right
 * @param heldOut every look at held-out pairs, from left to right; none when there were no such pairs
 */
record LossCurve(String model, List<Point> points, List<HeldOutLook> heldOut) {

    private static final int POINTS = 120;

    /** A mean loss around a number of samples seen by the weights, the seed's included. */
    record Point(double samples, double loss) {}

    /** A look at held-out pairs after a number of samples: loss, and recall@1 both ways. */
    record HeldOutLook(double samples, double loss, double imageToText, double textToImage) {

        Point point() {
            return new Point(samples, loss);
        }
    }

    /** The curve in a {@code log.jsonl}; none when there is no file or no step in it. A line that a kill cut off is left out. */
    static Optional<LossCurve> read(String model, Path log) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        List<Point> steps = new ArrayList<>();
        List<HeldOutLook> heldOut = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode step = parsed(line);
                double samples = step.path("samples").asDouble(0);
                double loss = step.path("loss").asDouble(Double.NaN);
                double validation = step.path("validation_loss").asDouble(Double.NaN);
                if (Double.isFinite(loss)) {
                    steps.add(new Point(samples, loss));
                }
                if (Double.isFinite(validation)) {
                    heldOut.add(new HeldOutLook(samples, validation, step.path("validation_image_to_text_recall@1").asDouble(0),
                            step.path("validation_text_to_image_recall@1").asDouble(0)));
                }
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new LossCurve(model, means(steps), heldOut));
    }

    private static JsonNode parsed(String line) {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static List<Point> means(List<Point> steps) {
        int bins = Math.min(POINTS, steps.size());
        List<Point> means = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            List<Point> bin = steps.subList((int) ((long) b * steps.size() / bins), (int) ((b + 1L) * steps.size() / bins));
            means.add(new Point(bin.stream().mapToDouble(Point::samples).average().orElseThrow(),
                    bin.stream().mapToDouble(Point::loss).average().orElseThrow()));
        }
        return means;
    }
}
