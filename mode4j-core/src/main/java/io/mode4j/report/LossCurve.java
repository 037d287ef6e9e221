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
 * The training loss of a model, in means of equally many steps.
 *
 * @param model  its name
 * @param points at most {@value #POINTS}, from left to right
 */
record LossCurve(String model, List<Point> points) {

    private static final int POINTS = 120;

    /** A mean loss around a number of samples seen by the weights, the seed's included. */
    record Point(double samples, double loss) {}

    /** The curve in a {@code log.jsonl}; none when there is no file or no step in it. A line that a kill cut off is left out. */
    static Optional<LossCurve> read(String model, Path log) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        List<Point> steps = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                step(line).ifPresent(steps::add);
            }
        }
        return steps.isEmpty() ? Optional.empty() : Optional.of(new LossCurve(model, means(steps)));
    }

    private static Optional<Point> step(String line) {
        try {
            JsonNode step = JsonMapper.shared().readTree(line);
            double loss = step.path("loss").asDouble(Double.NaN);
            return Double.isFinite(loss) ? Optional.of(new Point(step.path("samples").asDouble(0), loss)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
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
