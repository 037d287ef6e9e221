package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that hold embeddings: one {@code .npy} file, or those of a folder in the order of their names.
 *
 * @param source the file or folder
 * @param paths the files
 */
public record EmbeddingFiles(Path source, List<Path> paths) {
    private static final String SUFFIX = ".npy";

    /**
     * Finds the files.
     *
     * @throws BadInputException if there is nothing at that path, or no {@code .npy} file in the folder
     */
    public static EmbeddingFiles of(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            return new EmbeddingFiles(source, List.of(source));
        }
        if (!Files.isDirectory(source)) {
            throw new BadInputException(
                    "no embeddings at " + source + ": expected a .npy file or a folder of them. Run the embed stage first");
        }
        try (Stream<Path> all = Files.list(source)) {
            List<Path> found = all.filter(path -> path.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
            if (found.isEmpty()) {
                throw new BadInputException(
                        "no .npy file in " + source + ": expected embeddings, one file a shard. Run the embed stage first");
            }
            return new EmbeddingFiles(source, found);
        }
    }

    /** A file's name without {@code .npy}. */
    public static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** Fingerprint of the contents; where the folder has a manifest, its files are checked against it. */
    String fingerprint() throws IOException {
        if (Files.exists(source.resolve(Manifest.NAME))) {
            Manifest manifest = Manifest.read(source);
            manifest.verify(source);
            return manifest.fingerprint();
        }
        List<String> parts = new ArrayList<>();
        List<String> hashes = Fingerprints.ofFiles(paths);
        for (int i = 0; i < hashes.size(); i++) {
            parts.add(name(paths.get(i)));
            parts.add(hashes.get(i));
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    /** How many embeddings they hold. */
    long rows() throws IOException {
        long rows = 0;
        for (Path path : paths) {
            try (NpyMatrix matrix = Npy.openMatrix(path)) {
                rows += matrix.rows();
            }
        }
        return rows;
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
            for (Path path : paths) {
                matrices.add(Npy.openMatrix(path));
            }
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }
}
