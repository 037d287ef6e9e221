package io.mode4j.cli;

import io.mode4j.clip.VectorSpace;
import io.mode4j.search.Found;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.PictureQuery;
import io.mode4j.search.QueryVectors;
import io.mode4j.search.SearchEffort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks an index. */
@Command(name = "query", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Find pictures: a line each, the best first: similarity, key, caption, shard.",
    "With --words beside --text or --image both orders count; with --where alone the pictures come as they were added."})
final class SearchQueryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private IndexModelFlags flags;

    @Option(names = "--text", paramLabel = "TEXT", description = "What the pictures shall show.")
    private @Nullable String text;

    @Option(names = "--image", paramLabel = "FILE", description = "A JPEG, PNG or WebP file that they shall be like; with --text both count the same.")
    private @Nullable Path image;

    @Option(names = "--words", paramLabel = "WORDS", description = "What their captions shall say.")
    private @Nullable String words;

    @Option(names = {"-k", "--top"}, paramLabel = "K", defaultValue = "20", description = "How many. Default: ${DEFAULT-VALUE}")
    private int top;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Only those that it is true of, as \"width > 500 and license = 'cc by'\" (docs/search.md).")
    private @Nullable String where;

    @Option(names = "--candidates", paramLabel = "N", defaultValue = ""
            + SearchEffort.CANDIDATES, description = "How many the graph proposes, of which the best are shown: fewer are faster, more miss less. Default: ${DEFAULT-VALUE}")
    private int candidates;

    @Option(names = "--deduplicate", description = "Fold near copies into the best of them, and say for how many it stands.")
    private boolean deduplicate;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--open", description = "Show the pictures in the browser, on a page that needs nothing else.")
    private boolean open;

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(command.commandLine(), "-k " + top + ": expected at least 1");
        }
        SearchEffort effort = OptionNames.checked(command, () -> SearchEffort.standard().withCandidates(candidates));
        if (text == null && image == null && words == null && where == null) {
            throw new ParameterException(command.commandLine(), "expected --text, --image, --words or --where");
        }
        try (PictureIndex index = PictureIndex.open(flags.index(), effort)) {
            List<Found> found = index.search(
                    new PictureQuery(vector(index), Optional.ofNullable(words), top, Optional.ofNullable(where), deduplicate));
            if (json) {
                System.out.println(JsonText.MAPPER.writeValueAsString(found));
            } else {
                found.forEach(one -> System.out.println(line(one)));
            }
            if (open) {
                FoundPage.show(index, found, title());
            }
        }
        return 0;
    }

    private Optional<float[]> vector(PictureIndex index) throws IOException {
        if (text == null && image == null) {
            return Optional.empty();
        }
        try (VectorSpace space = flags.open(index.description())) {
            if (image == null) {
                return QueryVectors.of(space, index.description(), Optional.ofNullable(text), Optional.empty());
            }
            return PictureFiles.ask(List.of(image),
                    pictures -> QueryVectors.of(space, index.description(), Optional.ofNullable(text), Optional.of(pictures.getFirst())));
        }
    }

    private String line(Found found) {
        String similarity = String.format(Locale.ROOT, "%.4f", found.similarity());
        String copies = found.copies() > 1 ? "\t" + found.copies() + " copies" : "";
        return String.join("\t", similarity, found.picture().key(), String.join(" | ", found.picture().captions()), found.picture().shard())
                + copies;
    }

    private String title() {
        return String.join(" · ", Stream.of(text, image == null ? null : image.toString(), words, where).filter(Objects::nonNull).toList());
    }
}
