package io.mode4j.cluster;

import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.RowStarts;
import io.mode4j.cluster.points.Sampling;
import io.mode4j.progress.Progress;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The embeddings that centres are fitted on, open in this process: all of them, where they lie, or a sample of them, which is copied by parts and removed when this is closed. */
final class EmbeddingSample implements AutoCloseable {
    /** Rows of a part, about: it is of whole files. */
    static final long PART_ROWS = 1 << 20;

    private final Store folder;
    private final List<String> copied;
    private final EmbeddingFiles.Opened opened;
    private final Points points;

    private EmbeddingSample(Store folder, List<String> copied, EmbeddingFiles files) throws IOException {
        this.folder = folder;
        this.copied = copied;
        this.opened = files.open();
        this.points = Points.of(opened.matrices());
    }

    /** All of these. */
    static EmbeddingSample all(EmbeddingFiles files, Store folder) throws IOException {
        return new EmbeddingSample(folder, List.of(), files);
    }

    /**
     * Some of these.
     *
     * @param starts where each file begins
     * @param count how many; fewer than there are
     * @param random decides which
     * @param folder receives the copies
     */
    static EmbeddingSample choose(EmbeddingFiles files, RowStarts starts, int count, RandomGenerator random, Store folder, Runner runner,
            Progress progress)
            throws IOException {
        List<SampleWork.Part> parts = parts(starts, count, random, PART_ROWS);
        List<String> names = parts.stream().map(SampleWork.Part::name).toList();
        try (Progress.Bar bar = progress.start("sample", count, "pairs")) {
            runner.run(new SampleWork(files, folder), parts, new Results<>() {
                @Override
                public void take(Integer rows) {}

                @Override
                public void advance(long units) {
                    bar.advance(units);
                }
            });
        }
        return new EmbeddingSample(folder, names, new EmbeddingFiles(folder, names, false));
    }

    /** What is to be copied of whole files, of {@code partRows} rows or so. */
    static List<SampleWork.Part> parts(RowStarts starts, int count, RandomGenerator random, long partRows) {
        List<SampleWork.Part> parts = new ArrayList<>();
        Chosen chosen = new Chosen(starts, partRows, parts);
        Sampling.choose(starts.size(), count, random, (_, row) -> chosen.add(row));
        chosen.end();
        return parts;
    }

    /** The rows that were chosen of the files of a part, as far as they are known. */
    private static final class Chosen {
        private final RowStarts starts;
        private final long partRows;
        private final List<SampleWork.Part> parts;
        private int[] rows = new int[1024];
        private int count;
        private int from;
        private int to;

        Chosen(RowStarts starts, long partRows, List<SampleWork.Part> parts) {
            this.starts = starts;
            this.partRows = partRows;
            this.parts = parts;
        }

        void add(long row) {
            if (count == 0 || row >= starts.of(to)) {
                end();
                from = starts.fileOf(row);
                to = from + 1;
                while (to < starts.files() && starts.of(to + 1) - starts.of(from) <= partRows) {
                    to++;
                }
            }
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            rows[count++] = (int) (row - starts.of(from));
        }

        void end() {
            if (count > 0) {
                parts.add(new SampleWork.Part(from, to, Arrays.copyOf(rows, count), "sample-%05d.npy".formatted(parts.size())));
                count = 0;
            }
        }
    }

    /** They, in the order of the files. */
    Points points() {
        return points;
    }

    @Override
    public void close() throws IOException {
        opened.close();
        for (String name : copied) {
            folder.delete(name);
        }
    }
}
