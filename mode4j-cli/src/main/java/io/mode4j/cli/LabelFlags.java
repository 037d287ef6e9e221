package io.mode4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The labels that pictures are compared with. */
final class LabelFlags {
    /** What is between two commas; a part in double quotes may hold commas. */
    private static final Pattern PART = Pattern.compile("\\G(?:\\s*\"([^\"]*)\"\\s*|([^,]*))(,|$)");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--labels", paramLabel = "LABEL", description = "The labels, separated by commas; one that has a comma stands in double quotes. Or the option once for each label, which is then taken as it is.")
    private List<String> labels = List.of();

    @Option(names = "--labels-file", paramLabel = "FILE.txt", description = "A file with a label a line, UTF-8; blank lines are left out.")
    private @Nullable Path file;

    /**
     * {@return the labels, at least one}
     *
     * @throws ParameterException if there is none, or one is blank
     */
    List<String> read() throws IOException {
        List<String> all = new ArrayList<>(labels.size() == 1 ? split(labels.getFirst()) : labels.stream().map(String::strip).toList());
        for (String label : all) {
            if (label.isEmpty()) {
                throw new ParameterException(command.commandLine(),
                        "--labels: found a blank label in %s; expected words".formatted(labels));
            }
        }
        if (file != null) {
            all.addAll(TextLines.filled(file));
        }
        if (all.isEmpty()) {
            throw new ParameterException(command.commandLine(), "expected labels: --labels 'a cat,a dog', or --labels-file FILE.txt");
        }
        return all;
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            parts.add(Objects.requireNonNullElse(part.group(1), part.group(2)).strip());
            if (part.group(3).isEmpty()) {
                break;
            }
        }
        return parts;
    }
}
