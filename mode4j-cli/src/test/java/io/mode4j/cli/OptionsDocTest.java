package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/options.md is what the program says of its options. {@code -Dmode4j.write-docs} writes it anew. */
class OptionsDocTest {
    private static final int COMMANDS = 13; // on a run directory
    private static final Path DOC = Path.of("../docs/options.md");

    @Test
    void theDocumentSaysWhatTheProgramSays() throws IOException {
        String expected = render();
        if (System.getProperty("mode4j.write-docs") != null) {
            Files.writeString(DOC, expected);
        }
        assertThat(DOC).hasContent(expected);
    }

    private static String render() {
        StringBuilder text = new StringBuilder(
                """
                # Options

                Every option of the commands on a run directory. A configuration file holds them without the dashes, and Java's options have the same names
                where the library knows them (`TrainOptions.withBatchSize`). This page is written by a test, from what `--help` says.

                | option | commands | what it does |
                |---|---|---|
                """);
        commandsByOption().forEach((option, commands) -> text.append("| `%s%s` | %s | %s |%n".formatted(option.longestName(), label(option),
                commands.size() == COMMANDS ? "all" : String.join(", ", commands), description(option))));
        return text.toString();
    }

    /** In the order in which they are declared. */
    private static Map<OptionSpec, SortedSet<String>> commandsByOption() {
        Map<String, OptionSpec> first = new LinkedHashMap<>();
        Map<OptionSpec, SortedSet<String>> commands = new LinkedHashMap<>();
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            if (command.getCommand() instanceof RunDirectoryCommand) {
                for (OptionSpec option : command.getCommandSpec().options()) {
                    if (!option.usageHelp() && !option.versionHelp()) {
                        commands.computeIfAbsent(first.computeIfAbsent(option.longestName(), _ -> option), _ -> new TreeSet<>())
                                .add(command.getCommandName());
                    }
                }
            }
        }
        return commands;
    }

    private static String label(OptionSpec option) {
        return option.arity().max() == 0 ? "" : " " + option.paramLabel().replace("|", "\\|");
    }

    private static String description(OptionSpec option) {
        return String.join(" ", option.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates(option))
                .replace("|", "\\|");
    }

    private static String candidates(OptionSpec option) {
        return option.completionCandidates() == null ? "" : String.join(", ", option.completionCandidates());
    }
}
