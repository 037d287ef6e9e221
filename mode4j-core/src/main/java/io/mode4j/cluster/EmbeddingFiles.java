package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.RowStarts;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The files that hold embeddings: one {@code .npy} file, or those of a folder in the order of their names.
 *
 * @param store where they are
 * @param names of the files
 * @param all whether they are all of the store's embeddings
 */
public record EmbeddingFiles(Store store, List<String> names, boolean all) implements Serializable {
    private static final String SUFFIX = ".npy";

    /** Copies the names. */
    public EmbeddingFiles {
        names = List.copyOf(names);
    }

    /**
     * Finds the files.
     *
     * @throws BadInputException if there is nothing at that path, or no {@code .npy} file in the folder
     */
    public static EmbeddingFiles of(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            Path file = source.toAbsolutePath();
            return new EmbeddingFiles(Store.of(Objects.requireNonNull(file.getParent())), List.of(file.getFileName().toString()), false);
        }
        if (!Files.isDirectory(source)) {
            throw new BadInputException(
                    "no embeddings at " + source + ": expected a .npy file or a folder of them. Run the embed stage first");
        }
        return of(Store.of(source));
    }

    /**
     * Finds the files of a folder.
     *
     * @throws BadInputException if it has no {@code .npy} file
     */
    public static EmbeddingFiles of(Store store) throws IOException {
        List<String> found = store.names().stream().filter(name -> name.endsWith(SUFFIX) && name.indexOf('/') < 0).toList();
        if (found.isEmpty()) {
            throw new BadInputException(
                    "no .npy file in " + store.place("") + ": expected embeddings, one file a shard. Run the embed stage first");
        }
        return new EmbeddingFiles(store, found, true);
    }

    /** A file's name without {@code .npy}. */
    public static String name(String file) {
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /** {@return what they are called in messages} */
    public Path place() {
        return store.place(all ? "" : names.getFirst());
    }

    /** Fingerprint of the contents; where the folder has a manifest, its files are checked against it. The runner reads them. */
    String fingerprint(Runner runner) throws IOException {
        if (all && store.has(Manifest.NAME)) {
            Manifest manifest = Manifest.read(store);
            manifest.verify(store, runner.checksums());
            return manifest.fingerprint();
        }
        List<String> parts = new ArrayList<>();
        List<String> hashes = runner.checksums().of(store, names);
        for (int i = 0; i < hashes.size(); i++) {
            parts.add(name(names.get(i)));
            parts.add(hashes.get(i));
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    /** Some of them, by their numbers. */
    EmbeddingFiles part(int from, int to) {
        return new EmbeddingFiles(store, names.subList(from, to), false);
    }

    /**
     * How many embeddings each of them holds; their heads alone are read.
     *
     * @throws BadInputException if one of them has rows of another length than the first
     */
    RowStarts rowStarts(Runner runner) throws IOException {
        List<Integer> parts = IntStream.iterate(0, from -> from < names.size(), from -> from + RowCountWork.FILES).boxed().toList();
        List<long[]> shapes = new ArrayList<>();
        runner.run(new RowCountWork(this), parts, shapes::addAll);
        for (int file = 0; file < shapes.size(); file++) {
            if (shapes.get(file)[1] != shapes.getFirst()[1]) {
                throw new BadInputException(
                        "%s has dim %d; expected dim %d as in %s".formatted(store.place(names.get(file)), shapes.get(file)[1],
                                shapes.getFirst()[1], names.getFirst()));
            }
        }
        return RowStarts.of(shapes.stream().mapToLong(shape -> shape[0]).toArray());
    }

    /** Matrices that stay open together. */
    public record Opened(List<NpyMatrix> matrices) implements AutoCloseable {
        @Override
        public void close() {
            matrices.forEach(NpyMatrix::close);
        }
    }

    public Opened open() throws IOException {
        List<NpyMatrix> matrices = new ArrayList<>();
        Opened opened = new Opened(matrices);
        try {
            for (String name : names) {
                matrices.add(Npy.openMatrix(store.local(name)));
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }
}
