package io.mode4j.cluster;

import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.cluster.points.RowStarts;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.util.List;

/**
 * The rows of embedding files, in their order, of which a process opens the files that it reads.
 *
 * @param files all of them
 * @param starts where each begins
 */
record EmbeddedPoints(EmbeddingFiles files, RowStarts starts) implements PointsSource {
    /** The rows of files that are open here. */
    static EmbeddedPoints of(EmbeddingFiles files, EmbeddingFiles.Opened opened) {
        int[] starts = new int[opened.matrices().size() + 1];
        for (int file = 0; file + 1 < starts.length; file++) {
            starts[file + 1] = starts[file] + (int) opened.matrices().get(file).rows();
        }
        return new EmbeddedPoints(files, new RowStarts(starts));
    }

    @Override
    public Opened open(int from, int to) throws IOException {
        int first = starts.fileOf(from);
        List<String> names = files.names().subList(first, starts.fileOf(to - 1) + 1);
        EmbeddingFiles.Opened opened = new EmbeddingFiles(files.store(), names, false).open();
        return new Opened() {
            private final Points part = Points.of(opened.matrices());

            @Override
            public Points points() {
                return new Numbered(part, starts.of(first), starts.size());
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }

    /** A part of all points, by the numbers that they have among all. */
    private record Numbered(Points part, int first, int size) implements Points {
        @Override
        public int dim() {
            return part.dim();
        }

        @Override
        public void read(int from, int count, float[] into) {
            part.read(from - first, count, into);
        }
    }
}
