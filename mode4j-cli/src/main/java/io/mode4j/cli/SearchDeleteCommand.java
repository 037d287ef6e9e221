package io.mode4j.cli;

import io.mode4j.search.PictureIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes from an index. */
@Command(name = "delete", mixinStandardHelpOptions = true, sortOptions = false, description = "Delete pictures from an index, by their keys or by a condition, while others ask it. The shards stay as they are.")
final class SearchDeleteCommand implements Callable<Integer> {
    @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index.")
    private Path index;

    @Mixin
    private KeyFlags keys;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Instead of keys: those that it is true of (docs/search.md).")
    private @Nullable String where;

    @Override
    public Integer call() throws IOException {
        Set<String> named = where == null ? Set.copyOf(keys.keys()) : Set.of();
        try (PictureIndexWriter writer = PictureIndexWriter.open(index)) {
            long deleted = where == null ? writer.delete(named) : writer.deleteWhere(where);
            writer.finish();
            System.out.printf("%,d pictures deleted from %s%n", deleted, index);
        }
        return 0;
    }
}
