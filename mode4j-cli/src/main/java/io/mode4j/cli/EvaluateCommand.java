package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.EvaluateOptions;
import io.mode4j.pipeline.ModelEvaluation;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Score models on tasks and write the results: the models of a run and the sums of its experts, or any models. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Score models on tasks and write the results.",
    "With --run all models of a run and its experts weighed by every rule; with --model any CLIPs, without a run.",
    "What is done already is not done again. A task that cannot be evaluated does not end the others (exit code 1)."})
final class EvaluateCommand extends RunDirectoryCommand {
    // second names are the keys in files, where "model" is the architecture that is trained and "experts" how many are
    @Option(names = {"--model",
        "--model-folder"}, paramLabel = "DIR", description = "A model folder in place of a run (weights and open_clip_config.json), or a file with one a line. May be given several times.")
    private List<Path> models = List.of();

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "results", description = "With --model: where logits and results go. Default: ${DEFAULT-VALUE}")
    private Path out;

    @Option(names = {"--experts",
        "--voting-experts"}, paramLabel = "N", split = ",", description = "With --run: which experts vote, by number or name. Default: all")
    private List<String> experts = List.of();

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private EvaluateFlags evaluate;

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    @Override
    public Integer call() throws IOException {
        return models.isEmpty() ? super.call() : ofModels();
    }

    @Override
    Part part() throws IOException {
        List<Task> tasks = evaluate.tasks();
        CaptionChoice caption = embed.options(seed()).caption();
        EvaluateOptions options = EvaluateOptions.defaults().withExperts(experts);
        ResultsTable table = new ResultsTable(System.out);
        return pipeline -> pipeline.evaluate(tasks, caption, options, table::add);
    }

    private Integer ofModels() throws IOException {
        forbidRun();
        List<Task> tasks = evaluate.tasks();
        if (tasks.isEmpty()) {
            throw new BadInputException("expected something to evaluate on: --datasets 'wds/*', or --tasks FILE.yaml");
        }
        SequencedMap<String, Path> named = ModelFolders.named(models);
        ResultsTable table = new ResultsTable(System.out);
        try (ModelEvaluation evaluation = new ModelEvaluation(computing(), new FileLayer(), progress())) {
            evaluation.run(tasks, named, out, table::add);
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --out", e);
        }
        System.out.println("The results are in " + out.toAbsolutePath());
        return 0;
    }
}
