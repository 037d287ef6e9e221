package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.Clusters;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.Resources;
import io.mode4j.jobs.RunJobs;
import io.mode4j.jobs.kubernetes.KubernetesManifest;
import io.mode4j.jobs.slurm.SlurmScript;
import io.mode4j.jobs.slurm.Submission;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** What is left of a run, as jobs of a cluster. */
@Command(name = "submit", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Hand what is left of a run to a cluster's scheduler: the stages up to the assignments, the seed, an array of experts and baselines, the evaluation, each after what it needs.",
    "What is done, waits or runs already is not submitted again: the same command goes on after failures. Options are those of run."})
final class SubmitCommand extends RunDirectoryCommand {
    /** They are recorded nowhere, and say what is evaluated this once. */
    private static final Set<String> OF_THIS_EVALUATION = Set.of("datasets", "clipeval", "classnames", "templates", "language");

    private static final String EVALUATE = "evaluate";

    @Mixin
    private SchedulerFlags scheduler;

    @Mixin
    private IndexFlags index;

    @Mixin
    private EvaluateFlags evaluate;

    @Mixin
    private PipelineFlags stages;

    @Spec
    private CommandSpec spec;

    @Override
    Set<StageName> stages() {
        return EnumSet.allOf(StageName.class);
    }

    @Override
    RunDirectory run() {
        return new RunDirectory(super.run().root().toAbsolutePath().normalize());
    }

    @Override
    Part part() throws IOException {
        if (!Places.isLocal(run().root())) {
            throw new BadInputException(
                    "option run %s: the scripts and logs of a scheduler's jobs lie in the run directory, which must be a path that the machines share. Shards can stay in a store; and '%s' in a job of your own trains a model of a run that is in one."
                            .formatted(run().root(), "mode4j train --run " + run().root() + " --only MODEL"));
        }
        PipelineOptions options = stages.options(index, seed(), threads());
        requireConsistent(options::check);
        SchedulerFlags.Scheduler which = scheduler.scheduler();
        Resources resources = scheduler.resources();
        List<String> more = workers(resources);
        SlurmScript slurm = new SlurmScript(run(), resources, scheduler.sbatch(), OwnProcess.command(), more, Path.of("").toAbsolutePath());
        Optional<KubernetesManifest> manifest = which == SchedulerFlags.Scheduler.SLURM ? Optional.empty()
                : Optional.of(new KubernetesManifest(run(), resources, scheduler.image(), scheduler.claims(), more));
        requireInputs(options);
        return pipeline -> {
            if (redo().isPresent()) {
                pipeline.discard(redo().get());
            }
            List<JobGroup> groups = groups(options);
            if (manifest.isPresent()) {
                System.out.print(manifest.get().of(groups));
            } else if (scheduler.dryRun()) {
                System.out.print(new Submission(new FileLayer(), slurm).dryRun(groups));
            } else {
                submit(new Submission(new FileLayer(), slurm), groups);
            }
        };
    }

    private void submit(Submission submission, List<JobGroup> groups) throws IOException {
        List<Submission.Outcome> outcomes = submission.submit(groups);
        for (Submission.Outcome outcome : outcomes) {
            System.out.println(String.format(Locale.ROOT, "%-20s %s", outcome.job(), outcome.state()));
        }
        System.out.println(outcomes.isEmpty() ? "Everything is done." : "Next: mode4j status --run " + run().root());
    }

    /** What can be known before a job has waited for hours. */
    private void requireInputs(PipelineOptions options) throws IOException {
        if (!new RunJobs(run()).stages().isDone()) {
            ShardSet _ = index.shardSet(run().index());
        }
        List<Task> tasks = evaluate.tasks();
        if (tasks.isEmpty() && options.index().holdout().isNone()) {
            throw new BadInputException(
                    "option holdout 0 leaves nothing to evaluate on: give a file of tasks (option tasks), or hold pairs out (option holdout 0.05)");
        }
    }

    /** Threads are part of what decides bytes: they do not depend on where a job happens to run. */
    private List<String> workers(Resources resources) {
        if (isGiven("workers")) {
            return List.of("--workers", String.valueOf(threads()));
        }
        return resources.cpusPerTask().isPresent() ? List.of("--workers", String.valueOf(resources.cpusPerTask().getAsInt())) : List.of();
    }

    private boolean isGiven(String name) {
        OptionDefaults defaults = (OptionDefaults) spec.commandLine().getDefaultValueProvider();
        return spec.commandLine().getParseResult().hasMatchedOption("--" + name) || defaults.configured().containsKey(name);
    }

    private List<JobGroup> groups(PipelineOptions options) throws IOException {
        RunJobs jobs = new RunJobs(run());
        int experts = Files.exists(run().clusters().resolve(Manifest.NAME)) ? Clusters.read(run().clusters()).experts()
                : options.cluster().coarse();
        boolean ablations = options.train().ablations();
        List<JobGroup> groups = new ArrayList<>(List.of(JobGroup.of(jobs.stages()), JobGroup.of(jobs.seed()),
                new JobGroup(JobGroup.MODELS, jobs.continuing(experts, ablations))));
        if (!isEvaluated(groups)) {
            groups.add(JobGroup.of(evaluate(jobs.evaluate(experts, ablations))));
        }
        return groups;
    }

    /** Whether the report is newer than every model. */
    private boolean isEvaluated(List<JobGroup> before) throws IOException {
        Path report = run().evaluated().report();
        if (!Files.exists(report) || before.stream().anyMatch(group -> group.left().isPresent())) {
            return false;
        }
        for (Path model : run().models().values()) {
            if (Files.getLastModifiedTime(model.resolve(Manifest.NAME)).compareTo(Files.getLastModifiedTime(report)) > 0) {
                return false;
            }
        }
        return true;
    }

    private Job evaluate(Job job) {
        List<String> given = new ArrayList<>(List.of(EVALUATE));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (OF_THIS_EVALUATION.contains(OptionNames.key(option))) {
                option.stringValues().forEach(value -> given.addAll(List.of(option.longestName(), value)));
            }
        }
        List<List<String>> commands = job.commands()
                .stream()
                .map(command -> command.getFirst().equals(EVALUATE) ? given : command)
                .toList();
        return new Job(job.name(), commands, job.after(), job.folders());
    }
}
