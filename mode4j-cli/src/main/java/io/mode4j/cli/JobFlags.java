package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobProcess;
import io.mode4j.jobs.JobQueue;
import io.mode4j.jobs.Place;
import io.mode4j.torch.TorchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of training several models at a time. */
final class JobFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--parallel", paramLabel = "K", description = "Train every model by a process of its own: the seed first, by all cores, then K of the others at a time, which share the cores out, or take a device each (--devices). Logs go to RUN/jobs. With --workers each process has so many threads. Default: one after another, by this process; with --devices as many as there are devices")
    private @Nullable Integer parallel;

    @Option(names = "--devices", paramLabel = "D", split = ",", description = "Devices for --parallel, separated by commas: cpu, cuda:0, cuda:1 … Each process takes one; the seed the first. Default: the one of --device for all")
    private @Nullable List<String> devices;

    @Option(names = "--max-restarts", paramLabel = "N", defaultValue = "3", description = "How often a process of --parallel that was killed is started again, and how often --processes starts all of its processes again when one was killed or hangs; both from the newest checkpoint. What ends with a message (a full disk, a damaged shard, a loss that diverges) is not started again. Default: ${DEFAULT-VALUE}")
    private int maxRestarts;

    int maxRestarts() {
        if (maxRestarts < 0) {
            throw wrong("--max-restarts " + maxRestarts + ": expected at least 0");
        }
        return maxRestarts;
    }

    /** Whether models are trained by processes of their own. */
    boolean areAsked() {
        return parallel != null || devices != null;
    }

    /** Refuses devices beside an option with which they make no sense. */
    void forbidDevices(String option) {
        if (devices != null) {
            throw wrong("expected --devices or %s, found both: with --devices a model is trained on one".formatted(option));
        }
    }

    /** What this process computes by itself beside the others. */
    TorchOptions on(TorchOptions computing) {
        return devices == null ? computing : computing.withDevice(checked(devices.getFirst()));
    }

    /**
     * The queue that is asked for, if one is.
     *
     * @param more arguments of every process
     */
    Optional<JobQueue> queue(RunDirectory run, ProgressOption progress, List<String> more) {
        if (!areAsked()) {
            return Optional.empty();
        }
        List<String> where = devices == null ? List.of("") : devices;
        where.stream().filter(device -> !device.isEmpty()).forEach(this::checked);
        int count = count(where.size());
        int cores = Runtime.getRuntime().availableProcessors();
        List<Place> places = IntStream.range(0, count)
                .mapToObj(i -> new Place(where.get(i % where.size()), Math.max(1, cores / count)))
                .toList();
        return Optional.of(new JobQueue(new FileLayer(), run, new Place(where.getFirst(), cores), places, maxRestarts(),
                (job, place) -> JobProcess.start(command(run, progress, more, job, place)), progress.jobs()));
    }

    /**
     * The queue of a cluster.
     *
     * @param ranks that train a model together
     */
    JobQueue queue(RunDirectory run, ProgressOption progress, Cluster cluster, int ranks) {
        forbidDevices("--engine spark");
        Place place = new Place(ranks == 1 ? "Spark" : ranks + " ranks on Spark", ranks);
        return new JobQueue(new FileLayer(), run, place, Collections.nCopies(count(1), place), maxRestarts(),
                (job, _) -> cluster.start(job, arguments(run.root().toAbsolutePath(), progress, job), ranks), progress.jobs());
    }

    private int count(int otherwise) {
        int count = parallel == null ? otherwise : parallel;
        if (count < 1) {
            throw wrong("--parallel " + count + ": expected at least 1");
        }
        return count;
    }

    private List<String> arguments(Path run, ProgressOption progress, Job job) {
        List<String> arguments = new ArrayList<>(job.commands().getFirst());
        arguments.addAll(List.of("--run", run.toString(), "--progress", progress.ofJobs()));
        OptionSpec workers = spec.findOption("--workers");
        if (workers != null && workers.getValue() != null) {
            arguments.addAll(List.of("--workers", workers.getValue().toString()));
        }
        return arguments;
    }

    /** A process of this machine that does a job. */
    ProcessBuilder command(RunDirectory run, ProgressOption progress, List<String> more, Job job, Place place) {
        List<String> arguments = arguments(run.root(), progress, job);
        arguments.addAll(more);
        return place.device().isEmpty() ? OwnProcess.of(place.cores(), arguments) : OwnProcess.of(place.cores(), place.device(), arguments);
    }

    private String checked(String device) {
        try {
            return TorchOptions.defaults().withDevice(device).device();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--devices " + device + ": " + e.getMessage(), e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
