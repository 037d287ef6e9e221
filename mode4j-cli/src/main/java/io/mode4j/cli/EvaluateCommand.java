package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.dataset.DataSets;
import io.mode4j.ensemble.ExpertWeights;
import io.mode4j.ensemble.FailedTasksException;
import io.mode4j.jobs.Cluster;
import io.mode4j.pipeline.EvaluateOptions;
import io.mode4j.pipeline.ModelEvaluation;
import io.mode4j.shard.CaptionChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    @Option(names = "--coarse-routing", description = "With --run: also measure the rules that weigh a task with the coarse centres in place of the fine ones, the paper's ablation.")
    private boolean coarseRouting;

    @Mixin
    private GenerationFlag generation;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private ProbeFlags probe;

    @Mixin
    private RunnerFlags runner;

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.EVALUATE);
    }

    @Override
    public Integer call() throws IOException {
        useCache();
        if (probe.asked()) {
            runner.forbid("--task linear_probe");
            return probes();
        }
        return models.isEmpty() ? super.call() : ofModels();
    }

    /** Options of probes decide nothing of the run's stages, and are not recorded. */
    private Integer probes() throws IOException {
        List<DataSets.Found> found = evaluate.found();
        if (found.isEmpty()) {
            throw new BadInputException("expected data sets with pictures to learn from: --datasets 'wds/*'");
        }
        SequencedMap<String, Path> named;
        List<String> voting = List.of();
        Path folder = out;
        if (models.isEmpty()) {
            RunDirectory run = existing(run().root());
            named = run.models();
            voting = List.copyOf(ExpertWeights.uniform(run, experts).byName().sequencedKeySet());
            folder = run.evaluation();
        } else {
            forbidRun("--model");
            named = ModelFolders.named(models);
        }
        ProbesTable table = new ProbesTable(System.out);
        try (ModelEvaluation evaluation = new ModelEvaluation(computing(), new FileLayer(), progress())) {
            evaluation.probe(found, named, voting, probe.options(seed(), threads()), probe.begin(), folder, table::add);
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder" + (models.isEmpty() ? "" : ", or give another --out"), e);
        }
        System.out.println("The results are in " + new EvaluationFolder(folder).probes().toAbsolutePath());
        return 0;
    }

    @Override
    Part part() throws IOException {
        EvaluateFlags.Asked asked = evaluate.asked();
        CaptionChoice caption = embed.options(seed()).caption();
        EvaluateOptions options = EvaluateOptions.defaults()
                .withExperts(experts)
                .withCoarseRouting(coarseRouting)
                .withGeneration(generation.number());
        return runner.around(pipeline -> evaluate(asked, table -> pipeline.evaluate(asked.tasks(), caption, options, table)));
    }

    private Integer ofModels() throws IOException {
        forbidRun("--model");
        EvaluateFlags.Asked asked = evaluate.asked();
        if (asked.tasks().isEmpty() && asked.unusable().isEmpty()) {
            throw new BadInputException("expected something to evaluate on: --datasets 'wds/*', or --tasks FILE.yaml");
        }
        SequencedMap<String, Path> named = ModelFolders.named(models);
        try (Cluster cluster = runner.cluster().orElse(null);
                ModelEvaluation evaluation = new ModelEvaluation(computing(), new FileLayer(), progress())) {
            if (cluster != null) {
                evaluation.runBy(cluster);
            }
            evaluate(asked, table -> evaluation.run(asked.tasks(), named, out, table));
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --out", e);
        }
        System.out.println("The results are in " + out.toAbsolutePath());
        return 0;
    }

    /** Evaluates tasks, and tells of figures. */
    @FunctionalInterface
    private interface Evaluation {
        void run(ResultsTable table) throws IOException;
    }

    /** What cannot be evaluated is said at the end, whether the data set shows it at once or its pictures do. */
    private static void evaluate(EvaluateFlags.Asked asked, Evaluation evaluation) throws IOException {
        SequencedMap<String, String> failed = new LinkedHashMap<>(asked.unusable());
        if (!asked.tasks().isEmpty() || failed.isEmpty()) {
            try {
                evaluation.run(new ResultsTable(System.out));
            } catch (FailedTasksException e) {
                failed.putAll(e.failed());
            }
        }
        if (!failed.isEmpty()) {
            throw new FailedTasksException(asked.tasks().size() + asked.unusable().size(), failed);
        }
    }
}
