package io.mode4j.cli;

import io.mode4j.search.IndexDescription;
import io.mode4j.search.PictureIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks an index. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, description = "Read all files of an index, compare their checksums, and say what it is of.")
final class SearchCheckCommand implements Callable<Integer> {
    @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index.")
    private Path index;

    @Override
    public Integer call() throws IOException {
        PictureIndex.check(index);
        try (PictureIndex opened = PictureIndex.open(index)) {
            IndexDescription of = opened.description();
            System.out.printf("%s is whole: %,d pictures, vectors of %,d numbers by the %s %s (%s)%n", index, opened.pictures(), of.dim(),
                    of.model(),
                    of.places(index).getFirst(), String.join(", ", of.parts()));
        }
        return 0;
    }
}
