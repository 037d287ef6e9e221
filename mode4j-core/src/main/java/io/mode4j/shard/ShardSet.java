package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileTree;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.artifact.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Which shards to read, in order, each with the short name that its files in all stages carry. Immutable. */
public final class ShardSet {
    static final String EXTENSION = ".tar";

    private final List<Shard> shards;
    private final List<String> remarks;

    private ShardSet(List<Shard> shards, List<String> remarks) {
        this.shards = List.copyOf(shards);
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Shards that are known.
     *
     * @param shards of different names
     * @param remarks what to say of them
     */
    static ShardSet of(List<Shard> shards, List<String> remarks) {
        return new ShardSet(shards, remarks);
    }

    /**
     * Finds shards. A pattern is a tar; a folder, which stands for all {@code .tar} in and below it; a path with braces as WebDataset has them,
     * {@code {00000..00099}} or {@code {a,b}}; or a path with {@code *}, {@code **}, {@code ?} or {@code [...]}. A path that exists as it is written is itself, whatever it
     * looks like, and so are the folders that a pattern begins with. Links are followed. What several patterns name, or several links to a folder, counts once.
     *
     * @throws BadInputException when a pattern names nothing, or a shard that is not there
     */
    public static ShardSet of(List<String> patterns) throws IOException {
        if (patterns.isEmpty()) {
            throw new BadInputException("No shards were given. Give tars, folders, or patterns such as 'data/{00000..00099}.tar'.");
        }
        Map<Path, Path> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            find(pattern, found);
        }
        List<Path> paths = List.copyOf(found.values());
        List<String> names = names(paths);
        return new ShardSet(IntStream.range(0, names.size()).mapToObj(i -> Shard.tar(names.get(i), paths.get(i))).toList(), List.of());
    }

    /** {@return the shards, in order} */
    public List<Shard> shards() {
        return shards;
    }

    /** {@return their names: those of the files without {@code .tar}, or numbered ones when two of those are equal} */
    public List<String> names() {
        return shards.stream().map(Shard::name).toList();
    }

    /** {@return what the patterns were taken for, a line each} */
    public List<String> remarks() {
        return remarks;
    }

    private static void find(String pattern, Map<Path, Path> found) throws IOException {
        if (pattern.startsWith("pipe:")) {
            throw new BadInputException("'" + pattern
                    + "' is not a path. Give a URL such as s3://bucket/data/0.tar, or copy the shards to a local or mounted file system first.");
        }
        Path written = Places.path(pattern);
        if (Files.exists(written)) {
            add(List.of(written), found);
            return;
        }
        String folder = Glob.existingFolder(pattern);
        List<String> missing = new ArrayList<>();
        List<String> expanded = Braces.expand(pattern.substring(folder.length()));
        for (String rest : expanded) {
            List<Path> matching = Glob.find(Places.known(folder), rest);
            if (matching.isEmpty()) {
                missing.add(folder + rest);
            }
            add(matching, found);
        }
        if (!missing.isEmpty()) {
            throw new BadInputException(expanded.size() == 1
                    ? "There is no shard '%s'. Check the path%s.%s".formatted(pattern, Glob.isGlob(pattern) ? " and the pattern" : "",
                            Braces.remark(pattern))
                    : "%d of the %d shards of '%s' do not exist; the first is %s. Check the range."
                            .formatted(missing.size(), expanded.size(), pattern, missing.getFirst()));
        }
    }

    private static void add(List<Path> paths, Map<Path, Path> found) throws IOException {
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                Path place = LocalPaths.absolute(path);
                found.putIfAbsent(Objects.requireNonNull(place.getParent()).toRealPath().resolve(place.getFileName()), place);
                continue;
            }
            List<Path> inside = FileTree.files(path, Integer.MAX_VALUE, file -> file.toString().endsWith(EXTENSION));
            if (inside.isEmpty()) {
                throw new BadInputException("The folder '%s' has no %s files in it or below it.".formatted(path, EXTENSION));
            }
            add(inside, found);
        }
    }

    static List<String> names(List<Path> paths) {
        List<String> stems = paths.stream().map(ShardSet::stem).toList();
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

    private static String stem(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }
}
