package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that name pairs by their keys. */
final class KeyFlags {
    @Option(names = "--key", paramLabel = "KEY", description = "The key of a pair, as the index has it: the name of its files up to the first dot, with the folders above it in the tar. Once for each key.")
    private List<String> keys = List.of();

    @Option(names = "--key-file", paramLabel = "FILE.txt", description = "A file with a key a line, UTF-8; blank lines are left out.")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The keys that were named; at least one. */
    List<String> keys() throws IOException {
        List<String> all = new ArrayList<>(keys);
        if (file != null) {
            all.addAll(TextLines.filled(file));
            if (all.isEmpty()) {
                throw new BadInputException(file + ": expected keys (--key-file), one a line, found none");
            }
        }
        if (all.isEmpty()) {
            throw new ParameterException(command.commandLine(), "expected keys: --key KEY, or --key-file FILE.txt");
        }
        return all;
    }

    /** Names those of the keys that no pair has, after all that could be done for the others. */
    static void requireKnown(Collection<String> unknown, RunDirectory run) throws BadInputException {
        if (!unknown.isEmpty()) {
            throw new BadInputException("%s: no pair has %s".formatted(run.index(), unknown.size() == 1
                    ? "the key " + unknown.iterator().next()
                    : "these %d keys: %s".formatted(unknown.size(), String.join(", ", unknown))));
        }
    }
}
