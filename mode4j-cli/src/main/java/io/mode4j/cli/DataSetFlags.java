package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.dataset.DataSetOptions;
import io.mode4j.task.TaskOrigin;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of data sets: their texts. */
final class DataSetFlags implements OfStages {
    @Option(names = "--classnames", paramLabel = "FILE", description = "Class names in place of each data set's own: a name a line, or JSON by the name of the data set.")
    private @Nullable Path classNames;

    @Option(names = "--templates", paramLabel = "FILE", description = "Templates in place of each data set's own, likewise; {} or {c} stands for the class name.")
    private @Nullable Path templates;

    @Option(names = "--language", paramLabel = "XX", defaultValue = "en", description = "The language of class names and templates, as in de_classnames.txt; several, separated by commas, make a task each. Default: ${DEFAULT-VALUE}")
    private String languages = TaskOrigin.ENGLISH;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    /** What they say. */
    DataSetOptions options() {
        return OptionNames.checked(command,
                () -> new DataSetOptions(Optional.ofNullable(classNames), Optional.ofNullable(templates),
                        Arrays.stream(languages.split(",", -1)).map(String::strip).toList()));
    }
}
