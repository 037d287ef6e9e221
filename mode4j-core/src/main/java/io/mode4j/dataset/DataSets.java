package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.artifact.TextFile;
import io.mode4j.shard.source.Glob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens data sets, whatever their layout. Immutable. */
public final class DataSets {
    private static final int SHOWN = 8;

    private final DataSetOptions options;

    /** @param options which texts they take */
    public DataSets(DataSetOptions options) {
        this.options = options;
    }

    /**
     * What was found at a place: a data set, or why there is none.
     *
     * @param name    of the data set, or of the folder
     * @param folder  where it is
     * @param dataSet what it is
     * @param problem why it cannot be used
     */
    public record Found(String name, Path folder, Optional<DataSet> dataSet, Optional<BadInputException> problem) {

        /**
         * The data set.
         *
         * @throws BadInputException if it cannot be used
         */
        public DataSet demand() throws BadInputException {
            if (problem.isPresent()) {
                throw problem.get();
            }
            return dataSet.orElseThrow();
        }

        static Found of(Path folder, DataSet dataSet) {
            return new Found(dataSet.taskName(), folder, Optional.of(dataSet), Optional.empty());
        }

        static Found bad(String name, Path folder, BadInputException problem) {
            return new Found(name, folder, Optional.empty(), Optional.of(problem));
        }
    }

    /** Opens a data set, which must be one: a folder with one, its texts in English or in the first language that is asked for. */
    public static DataSet open(Path folder) throws IOException {
        List<Found> found = new DataSets(DataSetOptions.defaults()).in(folder);
        return found.getFirst().demand();
    }

    /**
     * Opens all that is named, a data set for each language, in order.
     *
     * @param patterns folders, patterns of folders as {@code 'wds/*'}, or files with such a line each, relative to the file
     * @throws BadInputException if a pattern names nothing
     */
    public List<Found> find(List<String> patterns) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (String pattern : patterns) {
            folders.addAll(folders(pattern));
        }
        List<Found> found = new ArrayList<>();
        for (Path folder : folders) {
            found.addAll(in(folder));
        }
        return found;
    }

    /**
     * Opens the tasks of a {@code clipeval} folder, in the order of its catalogue.
     *
     * @throws BadInputException if the folder is none
     */
    public List<Found> clipEval(Path folder) throws IOException {
        return ClipEval.open(folder);
    }

    private static List<Path> folders(String pattern) throws IOException {
        List<Path> named = Glob.find(pattern);
        if (named.isEmpty()) {
            throw new BadInputException("There is no data set '%s'. Check the path%s.".formatted(pattern,
                    pattern.contains("*") ? " and the pattern" : ""));
        }
        List<Path> folders = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                folders.add(LocalPaths.absolute(path));
            } else if (named.size() == 1) {
                folders.addAll(listed(path));
            } // a file beside the folders of a pattern is none
        }
        return folders;
    }

    private static List<Path> listed(Path file) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String line : TextFile.lines(file)) {
            if (!line.isBlank()) {
                folders.addAll(folders(file.toAbsolutePath().resolveSibling(line.strip()).toString()));
            }
        }
        if (folders.isEmpty()) {
            throw new BadInputException(file + ": a list of data sets expected, a folder or pattern a line; found none");
        }
        return folders;
    }

    /** What is in a folder, a data set for each language. */
    List<Found> in(Path folder) throws IOException {
        if (ClipEval.is(folder)) {
            return ClipEval.open(folder);
        }
        List<Found> found = new ArrayList<>();
        for (String language : options.languages()) {
            try {
                Found one = Found.of(folder, open(folder, language));
                if (found.stream().noneMatch(other -> other.name().equals(one.name()))) { // a retrieval has one language
                    found.add(one);
                }
            } catch (BadInputException e) {
                found.add(Found.bad(DataSetNames.of(folder), folder, e));
            }
        }
        return found;
    }

    private DataSet open(Path folder, String language) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(folder + ": a folder with a data set expected, found "
                    + (Files.exists(folder) ? "a file" : "none"));
        }
        if (BenchmarkFolder.is(folder)) {
            return BenchmarkFolder.open(folder, options, language);
        }
        if (ImageFolder.is(folder)) {
            return ImageFolder.open(folder, options, language);
        }
        throw new BadInputException(
                "%s: a data set expected: test/nshards.txt with test/0.tar, …, pictures in a sub-folder for each class, or dataset_catalog.json; found %s"
                        .formatted(
                                folder, inside(folder)));
    }

    private static String inside(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            inside.forEach(path -> names.add(path.getFileName().toString()));
        }
        List<String> shown = names.stream().sorted().limit(SHOWN).toList();
        return shown.isEmpty() ? "an empty folder" : String.join(", ", shown) + (names.size() > SHOWN ? ", …" : "");
    }
}
