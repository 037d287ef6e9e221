package io.mode4j.negatives;

import io.mode4j.artifact.BadInputException;
import io.mode4j.negatives.NegativesReport.Kind;
import io.mode4j.train.TrainJob;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of every batch of a model.
 *
 * @param job    that trains it
 * @param pairs  how many it draws from
 * @param values of each batch
 */
record MeasuredBatches(TrainJob job, long pairs, List<Map<Figure, Double>> values) {

    /**
     * Those batches of a model that could be measured.
     *
     * @throws BadInputException if an interval cannot be told of them
     */
    static MeasuredBatches of(DrawnBatches drawn, List<Map<Figure, Double>> values) throws BadInputException {
        if (values.size() < 2) {
            throw new BadInputException(
                    "%s: of %d batches expected at least 2 with two pictures that can be decoded, found %d; look at the shards"
                            .formatted(drawn.job().name(), drawn.batches().size(), values.size()));
        }
        return new MeasuredBatches(drawn.job(), drawn.pairs(), values);
    }

    Kind summary() {
        return summary(job.name(), pairs, values.size(), figure -> batch -> value(batch, figure));
    }

    /** Several as one: their first batches in the mean, their second ones, and so on. So the interval is that of a mean over these models, not over others like them. */
    static Kind meanOf(List<MeasuredBatches> models) {
        int batches = models.stream().mapToInt(model -> model.values.size()).min().orElse(0);
        return summary("experts", models.stream().mapToLong(MeasuredBatches::pairs).sum() / models.size(), batches,
                figure -> batch -> models.stream().mapToDouble(model -> model.value(batch, figure)).sum() / models.size());
    }

    private double value(int batch, Figure figure) {
        return values.get(batch).getOrDefault(figure, Double.NaN);
    }

    /** How a figure is found in each batch. */
    private interface Look {
        IntToDoubleFunction at(Figure figure);
    }

    private static Kind summary(String name, long pairs, int batches, Look look) {
        Map<Figure, Interval> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            figures.put(figure, Interval.of(IntStream.range(0, batches).mapToDouble(look.at(figure)).toArray()));
        }
        return new Kind(name, pairs, figures);
    }
}
