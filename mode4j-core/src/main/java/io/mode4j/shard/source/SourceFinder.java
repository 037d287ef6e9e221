package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileTree;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.shard.MemberName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds out what files and folders are, by looking, and which shards they hold. What is named twice counts once. Not safe for use by several threads.
 */
final class SourceFinder {
    private static final int KEYS = 10_000;
    private static final int FEWEST_ROWS = 1_000;
    private static final String TAR = "tar";
    private static final String PARQUET = "parquet";
    private static final Set<String> LISTS = Set.of("csv", "tsv");
    private static final byte[] PARQUET_MAGIC = {'P', 'A', 'R', '1'};

    private final SourceOptions options;
    private final Set<Path> known = new HashSet<>();
    private final List<Shard> shards = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<List<TableColumns.Column>, TableColumns> seen = new HashMap<>();
    /** What the present pattern was taken for, and how many shards that makes. */
    private final Map<String, Integer> taken = new LinkedHashMap<>();

    SourceFinder(SourceOptions options) {
        this.options = options;
    }

    /**
     * Adds the shards of what a pattern names.
     *
     * @throws BadInputException when it is nothing that holds pictures and captions
     */
    void add(String pattern, List<Path> paths) throws IOException {
        taken.clear();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                folder(LocalPaths.absolute(path));
            } else {
                file(path);
            }
        }
        taken.forEach((what, count) -> remarks
                .add("%s: %s, %s".formatted(pattern, count == 1 ? "1 shard" : "%,d shards".formatted(count), what)));
    }

    /** {@return the shards, in order, each with a name of its own} */
    List<Shard> shards() {
        List<String> names = distinct(shards.stream().map(Shard::name).toList());
        List<Shard> named = new ArrayList<>();
        for (Shard shard : shards) {
            named.add(shard.named(names.get(named.size())));
        }
        return named;
    }

    /** {@return what was taken for what, a line each} */
    List<String> remarks() {
        return remarks;
    }

    private void take(String what, List<Shard> more) {
        taken.merge(what, more.size(), Integer::sum);
        for (int i = 0; i < more.size(); i++) {
            String stem = stem(more.get(i).path());
            shards.add(more.get(i).named(more.size() == 1 ? stem : "%s-%05d".formatted(stem, i)));
        }
    }

    /** {@return whether it was not named before} Links to one file are files of their own, links to a folder on the way are not. */
    private boolean isNew(Path place) throws IOException {
        Path parent = place.getParent();
        return known.add(parent == null ? place : parent.toRealPath().resolve(place.getFileName()));
    }

    private void file(Path path) throws IOException {
        Path place = LocalPaths.absolute(path);
        if (!isNew(place)) {
            return;
        }
        String extension = extension(place);
        if (extension.equals(TAR)) {
            take("tars", List.of(Shard.tar("", place)));
        } else if (extension.equals(PARQUET) || isParquet(place)) {
            parquet(place);
        } else if (LISTS.contains(extension)) {
            csv(place);
        } else if (MemberName.mediaType(extension) != null) {
            throw new BadInputException(
                    "%s: expected shards, found a picture. Give its folder: all pictures in and below it are read, with the .txt or .json beside each."
                            .formatted(path));
        } else {
            take("tars", List.of(Shard.tar("", place)));
        }
    }

    private static boolean isParquet(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PARQUET_MAGIC.length), PARQUET_MAGIC);
        }
    }

    private void parquet(Path file) throws IOException {
        ParquetTable table = ParquetTable.look(file);
        TableColumns columns = columns(table);
        boolean inside = columns.pictures().areInside();
        take((inside ? "rows of Parquet: " : "a list in Parquet: ") + columns.words(),
                table.split(columns, inside ? FEWEST_ROWS : KEYS, KEYS));
    }

    /** What is found in the first of many files of the same columns holds for all of them. */
    private TableColumns columns(ParquetTable table) throws IOException {
        TableColumns columns = seen.get(table.columns());
        if (columns == null) {
            columns = table.find(options);
            seen.put(table.columns(), columns);
        }
        return columns;
    }

    private void csv(Path file) throws IOException {
        CsvTable table = CsvTable.look(file, options);
        TableColumns columns = table.columns(options);
        String separator = table.separator() == '\t' ? "a tab" : "'" + table.separator() + "'";
        take("a list with %s between cells: %s".formatted(separator, columns.words()), table.split(columns, KEYS));
    }

    /** What is in and below a folder, by extension. */
    private record Inside(List<Path> tars, List<Path> parquet, List<Path> lists, long pictures) {
        static Inside of(Path folder) throws IOException {
            long[] pictures = {0};
            List<Path> files = FileTree.files(folder, Integer.MAX_VALUE, file -> {
                String extension = extension(file);
                pictures[0] += MemberName.mediaType(extension) != null && !isHidden(file) ? 1 : 0;
                return extension.equals(TAR) || (!isHidden(file) && (extension.equals(PARQUET) || LISTS.contains(extension)));
            });
            return new Inside(files.stream().filter(file -> extension(file).equals(TAR)).toList(),
                    files.stream().filter(file -> extension(file).equals(PARQUET)).toList(),
                    files.stream().filter(file -> LISTS.contains(extension(file))).toList(), pictures[0]);
        }
    }

    private void folder(Path folder) throws IOException {
        Inside inside = Inside.of(folder);
        if (!inside.tars.isEmpty()) {
            tars(inside);
        } else if (!inside.parquet.isEmpty() && (inside.pictures == 0 || holdsPictures(inside.parquet.getFirst()))) {
            for (Path file : inside.parquet) {
                file(file);
            }
        } else if (inside.pictures > 0) {
            if (isNew(folder)) {
                String left = inside.lists.isEmpty() ? ""
                        : "; lists beside them, as %s, are not read: to read one, name it".formatted(inside.lists.getFirst().getFileName());
                take("pictures in files, with .txt or .json beside them" + left, FolderShards.split(folder, KEYS));
            }
        } else {
            throw new BadInputException(
                    "The folder '%s' has no .tar files in it or below it, no .parquet files and no pictures (%s).%s".formatted(folder,
                            "jpg, jpeg, png, webp",
                            inside.lists.isEmpty() ? "" : " It has lists, as " + inside.lists.getFirst() + ": name the list itself."));
        }
    }

    private void tars(Inside inside) throws IOException {
        Set<Path> stems = new HashSet<>();
        inside.tars.forEach(tar -> stems.add(tar.resolveSibling(stem(tar))));
        boolean downloaded = !inside.parquet.isEmpty()
                && inside.parquet.stream().allMatch(file -> stems.contains(file.resolveSibling(stem(file))));
        List<Shard> found = new ArrayList<>();
        for (Path tar : inside.tars) {
            Path place = LocalPaths.absolute(tar);
            if (isNew(place)) {
                found.add(Shard.tar(stem(place), place));
            }
        }
        String left = downloaded || inside.parquet.isEmpty() ? ""
                : "; %,d Parquet files beside them are not read".formatted(inside.parquet.size());
        left += inside.pictures == 0 ? "" : "; %,d pictures beside them are not read".formatted(inside.pictures);
        if (!found.isEmpty()) {
            taken.merge((downloaded ? "tars that img2dataset wrote" : "tars") + left, found.size(), Integer::sum);
            shards.addAll(found);
        }
    }

    /** Beside pictures in files may lie what img2dataset says of them, and lists. */
    private boolean holdsPictures(Path parquet) throws IOException {
        try {
            return columns(ParquetTable.look(parquet)).pictures().areInside();
        } catch (BadInputException _) {
            return false;
        }
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** {@return the file's name without the extension of a kind of shard} */
    static String stem(Path path) {
        String name = Objects.toString(path.getFileName(), "shard");
        for (String extension : List.of(".tar", ".parquet", ".csv", ".tsv")) {
            if (name.endsWith(extension)) {
                return name.substring(0, name.length() - extension.length());
            }
        }
        return name;
    }

    /** {@return the names, or numbered ones when two of them are equal} */
    static List<String> distinct(List<String> stems) {
        Set<String> distinct = new HashSet<>();
        stems.forEach(stem -> distinct.add(stem.toLowerCase(Locale.ROOT)));
        if (distinct.size() == stems.size()) {
            return stems;
        }
        List<String> numbered = new ArrayList<>();
        for (String stem : stems) {
            numbered.add("%05d-%s".formatted(numbered.size(), stem));
        }
        return List.copyOf(numbered);
    }
}
