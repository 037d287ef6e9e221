package io.mode4j.cluster;

import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Points;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.work.Work;
import java.io.Serializable;

/**
 * Copies chosen rows of embedding files into files of their own: what is fitted on lies together, whoever has the rest.
 *
 * @param files all embeddings
 * @param folder receives the sample
 */
record SampleWork(EmbeddingFiles files, Store folder) implements Work<SampleWork.Part, Integer> {
    /**
     * Rows of consecutive files.
     *
     * @param from the first file's number
     * @param to the number after the last one's
     * @param rows their numbers among the rows of these files, rising
     * @param name of the file with these rows
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Part(int from, int to, int[] rows, String name) implements Serializable {}

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Worker<Part, Integer> open() {
        return (part, advanced) -> {
            try (EmbeddingFiles.Opened opened = files.part(part.from, part.to).open()) {
                Points chosen = Points.of(opened.matrices()).select(part.rows);
                boolean halves = opened.matrices().stream().allMatch(matrix -> matrix.dtype() == Dtype.FLOAT16);
                folder.write(part.name, Npy.array(halves ? Dtype.FLOAT16 : Dtype.FLOAT32, (row, into) -> chosen.read((int) row, 1, into),
                        part.rows.length, chosen.dim()));
            }
            advanced.accept(part.rows.length);
            return part.rows.length;
        };
    }
}
