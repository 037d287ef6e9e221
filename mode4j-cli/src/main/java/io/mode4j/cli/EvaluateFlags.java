package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.StageName;
import io.mode4j.dataset.DataSet;
import io.mode4j.dataset.DataSetOptions;
import io.mode4j.dataset.DataSets;
import io.mode4j.task.Task;
import io.mode4j.task.TaskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of evaluation: on what. */
final class EvaluateFlags implements OfStages {
    @Option(names = "--tasks", paramLabel = "FILE", description = "A YAML file of tasks (docs/formats.md). Retrieval on the pairs that the index holds out is evaluated besides, and alone without tasks and data sets.")
    @Nullable
    Path tasks;

    @Option(names = "--datasets", paramLabel = "PATH", split = OptionDefaults.SEPARATOR, description = "Folders of data sets (docs/evaluation.md), patterns such as 'wds/*', or files with such a line each. May be given several times.")
    @Nullable
    List<String> dataSets;

    @Option(names = "--clipeval", paramLabel = "DIR", description = "A folder with dataset_catalog.json, labels.json and templates.json, as MetaCLIP and MoDE have it: the tasks of its catalogue.")
    @Nullable
    Path clipEval;

    @Mixin
    DataSetFlags texts;

    @Override
    public Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    /**
     * What is to be evaluated.
     *
     * @param tasks    of different names
     * @param unusable why there is no task, by data set
     */
    record Asked(List<Task> tasks, SequencedMap<String, String> unusable) {}

    /**
     * The tasks of the file and of the data sets; none without these.
     *
     * @throws BadInputException if a data set cannot be used
     */
    List<Task> tasks() throws IOException {
        for (DataSets.Found found : found()) {
            DataSet _ = found.demand();
        }
        return asked().tasks();
    }

    /** The tasks of the file and of the data sets, and what is wrong with data sets that have none. */
    Asked asked() throws IOException {
        List<Task> all = new ArrayList<>(tasks == null ? List.of() : TaskFile.read(tasks));
        SequencedMap<String, String> unusable = new LinkedHashMap<>();
        for (DataSets.Found found : found()) {
            found.dataSet().ifPresent(dataSet -> all.add(dataSet.task()));
            found.problem().ifPresent(problem -> unusable.put(found.name(), String.valueOf(problem.getMessage())));
        }
        Set<String> names = new HashSet<>();
        for (Task task : all) {
            if (!names.add(task.name().toLowerCase(Locale.ROOT))) {
                throw new BadInputException(
                        "two tasks are called '%s'; evaluate one of them alone, or rename its folder".formatted(task.name()));
            }
        }
        return new Asked(all, unusable);
    }

    /** The data sets that are named, also those that cannot be used. */
    List<DataSets.Found> found() throws IOException {
        DataSetOptions options = texts.options();
        DataSets sets = new DataSets(options);
        List<DataSets.Found> found = new ArrayList<>(dataSets == null ? List.of() : sets.find(dataSets));
        if (clipEval != null) {
            found.addAll(sets.clipEval(clipEval));
        }
        return found;
    }
}
