package io.mode4j.cluster;

import io.mode4j.cluster.points.PartOfPoints;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.cluster.points.RowStarts;
import java.io.IOException;

/**
 * The rows of embedding files, in their order, of which a process opens the files that it reads.
 *
 * @param files all of them
 * @param starts where each begins
 */
record EmbeddedPoints(EmbeddingFiles files, RowStarts starts) implements PointsSource {
    @Override
    public Opened open(long from, long to) throws IOException {
        int first = starts.fileOf(from);
        EmbeddingFiles.Opened opened = files.part(first, starts.fileOf(to - 1) + 1).open();
        return new Opened() {
            private final Points part = new PartOfPoints(Points.of(opened.matrices()), (int) (from - starts.of(first)), (int) (to - from));

            @Override
            public Points points() {
                return part;
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }
}
