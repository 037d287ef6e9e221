package io.mode4j.cluster;

import io.mode4j.format.Npy;
import io.mode4j.work.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * Says the sizes {@code [rows, dim]} of some embedding files, as their heads have them. A part is the number of the first of {@value #FILES} files.
 *
 * @param files all of them
 */
record RowCountWork(EmbeddingFiles files) implements Work<Integer, List<long[]>> {
    static final int FILES = 256;
    private static final int HEAD = 4096; // most are 128 bytes

    @Override
    public String name() {
        return "count rows";
    }

    @Override
    public Worker<Integer, List<long[]>> open() {
        return (from, _) -> {
            List<long[]> shapes = new ArrayList<>();
            for (String name : files.names().subList(from, Math.min(files.names().size(), from + FILES))) {
                shapes.add(Npy.matrixShape(files.store().read(name, 0, HEAD), files.store().place(name)));
            }
            return List.copyOf(shapes);
        };
    }
}
