package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which shards to read, in order, each with the short name that its files in all stages carry. Immutable. */
public final class ShardSet {
    private final List<Shard> shards;
    private final List<String> names;
    private final List<String> remarks;

    private ShardSet(List<Shard> shards, List<String> remarks) {
        this.shards = List.copyOf(shards);
        this.names = this.shards.stream().map(Shard::name).toList();
        this.remarks = List.copyOf(remarks);
    }

    /**
     * Shards that are known.
     *
     * @param shards of different names
     * @param remarks what to say of them
     */
    public static ShardSet of(List<Shard> shards, List<String> remarks) {
        return new ShardSet(shards, remarks);
    }

    /**
     * Finds shards. A pattern is a tar, a Parquet file, or a list in CSV or TSV; a folder, which stands for all {@code .tar} in and below it, or where there are none all Parquet files, or all pictures; a path with braces as WebDataset has them,
     * {@code {00000..00099}} or {@code {a,b}}; or a path with {@code *}, {@code **}, {@code ?} or {@code [...]}. A path that exists as it is written is itself, whatever it
     * looks like, and so are the folders that a pattern begins with. Links are followed. What several patterns name, or several links to a folder, counts once.
     *
     * @throws BadInputException when a pattern names nothing, or a shard that is not there
     */
    public static ShardSet of(List<String> patterns) throws IOException {
        return of(patterns, SourceOptions.defaults());
    }

    /** As {@link #of(List)}, with what is known of tables. */
    public static ShardSet of(List<String> patterns, SourceOptions options) throws IOException {
        if (patterns.isEmpty()) {
            throw new BadInputException("No shards were given. Give tars, folders, or patterns such as 'data/{00000..00099}.tar'.");
        }
        SourceFinder sources = new SourceFinder(options);
        for (String pattern : patterns) {
            sources.add(pattern, find(pattern));
        }
        return new ShardSet(sources.shards(), sources.remarks());
    }

    /**
     * {@return the first of them}
     *
     * @param count at most as many as there are
     */
    public ShardSet first(int count) {
        return new ShardSet(shards.subList(0, count), List.of());
    }

    /** {@return the shards, in order} */
    public List<Shard> shards() {
        return shards;
    }

    /** {@return their names: those of the files without {@code .tar}, or numbered ones when two of those are equal} */
    public List<String> names() {
        return names;
    }

    /** {@return what the patterns were taken for, a line each} */
    public List<String> remarks() {
        return remarks;
    }

    private static List<Path> find(String pattern) throws IOException {
        if (pattern.startsWith("pipe:")) {
            throw new BadInputException("'" + pattern
                    + "' is not a path. Give a URL such as s3://bucket/data/0.tar, or copy the shards to a local or mounted file system first.");
        }
        Path written = Places.path(pattern);
        if (Files.exists(written)) {
            return List.of(written);
        }
        String folder = Glob.existingFolder(pattern);
        Path base = Places.known(folder);
        Listed listed = new Listed();
        List<Path> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> expanded = Braces.expand(pattern.substring(folder.length()));
        for (String rest : expanded) {
            List<Path> matching = listed.find(base, rest);
            if (matching.isEmpty()) {
                missing.add(folder + rest);
            }
            found.addAll(matching);
        }
        if (!missing.isEmpty()) {
            throw new BadInputException(expanded.size() == 1
                    ? "There is no shard '%s'. Check the path%s.%s".formatted(pattern, Glob.isGlob(pattern) ? " and the pattern" : "",
                            Braces.remark(pattern))
                    : "%d of the %d shards of '%s' do not exist; the first is %s. Check the range."
                            .formatted(missing.size(), expanded.size(), pattern, missing.getFirst()));
        }
        return found;
    }

    public static List<String> names(List<Path> paths) {
        return SourceFinder.distinct(paths.stream().map(SourceFinder::stem).toList());
    }
}
