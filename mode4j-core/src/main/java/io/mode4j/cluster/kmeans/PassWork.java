package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.work.Work;
import java.io.Serializable;

/**
 * Adds up the statistics of a part of the points for a pass of {@link StreamingFit}.
 *
 * @param points all points
 * @param centers where the pass begins
 * @param distance between points and centres
 */
public record PassWork(PointsSource points, PricedCenters centers, Distance distance) implements Work<PassWork.Rows, PassStatistics> {
    /**
     * Consecutive points.
     *
     * @param from the first
     * @param to the one after the last
     */
    public record Rows(long from, long to) implements Serializable {}

    @Override
    public String name() {
        return "pass over all pairs";
    }

    @Override
    public Worker<Rows, PassStatistics> open() {
        PassReader reader = new PassReader(centers, distance);
        return (rows, advanced) -> {
            try (PointsSource.Opened opened = points.open(rows.from, rows.to)) {
                PassStatistics statistics = reader.read(opened.points(), 0, (int) (rows.to - rows.from));
                advanced.accept(rows.to - rows.from);
                return statistics;
            }
        };
    }
}
