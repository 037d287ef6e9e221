package io.mode4j.report;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The figures of one run, or published ones, to be compared with those of others. Averages are left out: those of others may be over other tasks.
 *
 * @param name    of the run or the file
 * @param figures between 0 and 1: task and metric to model to value
 */
record ComparedResults(String name, SequencedMap<Row, SequencedMap<String, Double>> figures) {

    /** The task of rows that average over tasks. */
    private static final String AVERAGE = "average";

    private static final String HEAD = "task,metric,model,value";
    private static final int COLUMNS = HEAD.split(",", -1).length;

    /** What a figure is of. */
    record Row(String task, String metric) {}

    /**
     * Reads {@code results.csv}.
     *
     * @param place a run directory, a folder of results, or a file of that form
     * @throws BadInputException if there is none, or a line is no figure; the message names the line
     */
    static ComparedResults read(Path place) throws IOException {
        Path file = file(place);
        List<String> lines = TextFile.read(file).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            throw new BadInputException(
                    "%s: expected a first line %s, found %s".formatted(file, HEAD, lines.isEmpty() ? "none" : lines.getFirst()));
        }
        SequencedMap<Row, SequencedMap<String, Double>> figures = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            if (!lines.get(i).isBlank() && !cells[0].equals(AVERAGE)) {
                double value = value(cells).orElse(Double.NaN);
                if (Double.isNaN(value)) {
                    throw new BadInputException(
                            "%s, line %d: expected a task, a metric, a model and a value from 0 to 1, found %s".formatted(file, i + 1,
                                    lines.get(i)));
                }
                figures.computeIfAbsent(new Row(cells[0], cells[1]), _ -> new LinkedHashMap<>()).put(cells[2], value);
            }
        }
        return new ComparedResults(String.valueOf(place.toAbsolutePath().normalize().getFileName()), figures);
    }

    private static Path file(Path place) throws BadInputException {
        if (Files.isRegularFile(place)) {
            return place;
        }
        for (Path file : List.of(new RunDirectory(place).evaluated().resultsCsv(), place.resolve("results.csv"))) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw new BadInputException(
                place + ": expected a run that is evaluated, a folder of results, or a file %s, found none".formatted(HEAD));
    }

    private static OptionalDouble value(String... cells) {
        if (cells.length != COLUMNS || !cells[COLUMNS - 1].strip().matches("[0-9.eE+-]+")) {
            return OptionalDouble.empty();
        }
        double value;
        try {
            value = Double.parseDouble(cells[COLUMNS - 1].strip());
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
        return value >= 0 && value <= 1 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A figure, if there is one. */
    OptionalDouble value(Row row, String model) {
        Double value = figures.getOrDefault(row, new LinkedHashMap<>()).get(model);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The mean of a metric over tasks, if a model has all. */
    OptionalDouble average(List<Row> tasks, String model) {
        return tasks.stream().allMatch(row -> value(row, model).isPresent())
                ? tasks.stream().mapToDouble(row -> value(row, model).orElseThrow()).average()
                : OptionalDouble.empty();
    }

    /** Its models on some row, in their order. */
    List<String> models() {
        return figures.values().stream().map(Map::keySet).flatMap(Set::stream).distinct().toList();
    }
}
