package io.mode4j.cli;

import io.mode4j.jobs.Resources;
import io.mode4j.jobs.kubernetes.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of a cluster's scheduler, under sbatch's names where it has them. */
final class SchedulerFlags {
    private static final Set<String> OF_SLURM = Set.of("--partition", "--account", "--qos", "--time", "--nodes", "--sbatch-option");
    private static final Set<String> OF_KUBERNETES = Set.of("--image", "--claim");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--scheduler", paramLabel = "WHICH", required = true, description = "slurm: write batch scripts to RUN/jobs/slurm and submit them; kubernetes, with --dry-run: print manifests.")
    private Scheduler scheduler;

    @Option(names = "--dry-run", description = "Print the scripts or manifests, and submit nothing. Options are recorded in the run directory, where the jobs find them.")
    private boolean dryRun;

    @Option(names = "--partition", paramLabel = "P", description = "Slurm: the partition of all jobs. Default: the cluster's")
    private @Nullable String partition;

    @Option(names = "--account", paramLabel = "A", description = "Slurm: the account that pays.")
    private @Nullable String account;

    @Option(names = "--qos", paramLabel = "Q", description = "Slurm: the quality of service.")
    private @Nullable String qos;

    @Option(names = "--time", paramLabel = "T", description = "Slurm: the most time of a job, as sbatch takes it ('8:00:00'). A training that needs more saves itself and goes on in a new start of its job. Default: the partition's")
    private @Nullable String time;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "Slurm: machines that train a model together. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Option(names = "--ntasks-per-node", paramLabel = "N", description = "Processes on each of them. Default: one for each of --gpus-per-node, else 1")
    private @Nullable Integer tasksPerNode;

    @Option(names = "--cpus-per-task", paramLabel = "N", description = "Cores of each process, and its --workers. Default: what the scheduler gives")
    private @Nullable Integer cpusPerTask;

    @Option(names = "--gpus-per-node", paramLabel = "G", description = "GPUs on each machine ('4', of Slurm also 'a100:4'); stages and evaluation ask for one. Default: none")
    private @Nullable String gpusPerNode;

    @Option(names = "--mem", paramLabel = "SIZE", description = "Memory of each machine, as the scheduler takes it ('64G'; Kubernetes: '64Gi'). Default: what it gives")
    private @Nullable String memory;

    @Option(names = "--parallel", paramLabel = "K", description = "The most models that train at once. Default: all that continue the seed")
    private @Nullable Integer parallel;

    @Option(names = "--sbatch-option", paramLabel = "NAME=VALUE", split = OptionDefaults.SEPARATOR, description = "Slurm: any other option of sbatch ('constraint=a100'); wins over those that are written anyhow. May be given several times.")
    private List<String> sbatchOptions = List.of();

    @Option(names = "--image", paramLabel = "IMAGE", description = "Kubernetes: the container image, which has mode4j on its PATH.")
    private @Nullable String image;

    @Option(names = "--claim", paramLabel = "NAME:/PATH", split = OptionDefaults.SEPARATOR, description = "Kubernetes: a persistent volume claim and where pods mount it; the run directory and the shards are on one, under the path that they have here. May be given several times.")
    private List<String> claims = List.of();

    /** What jobs are handed to. */
    enum Scheduler {
        SLURM,
        KUBERNETES
    }

    /** Which it is, after a look at options that mean nothing to it. */
    Scheduler scheduler() {
        Set<String> foreign = scheduler == Scheduler.SLURM ? OF_KUBERNETES : OF_SLURM;
        for (String name : foreign.stream().sorted().toList()) {
            if (spec.commandLine().getParseResult().hasMatchedOption(name)) {
                throw wrong("%s means nothing to %s".formatted(name, Value.of(Scheduler.class).print().apply(scheduler)));
            }
        }
        if (scheduler == Scheduler.KUBERNETES && !dryRun) {
            throw wrong("--scheduler kubernetes prints manifests for kubectl, and submits nothing itself: add --dry-run");
        }
        return scheduler;
    }

    boolean dryRun() {
        return dryRun;
    }

    /** What jobs are given. */
    Resources resources() {
        String gpus = gpusPerNode == null ? "" : gpusPerNode;
        if (!gpus.isEmpty() && !gpus.matches(scheduler == Scheduler.SLURM ? "([^:]+:)?[1-9]\\d{0,3}" : "[1-9]\\d{0,3}")) {
            throw wrong("--gpus-per-node %s: expected a number of GPUs, such as 4%s".formatted(gpus,
                    scheduler == Scheduler.SLURM ? " or a100:4" : ""));
        }
        int ranks = tasksPerNode != null ? tasksPerNode : gpus.isEmpty() ? 1 : Integer.parseInt(gpus.substring(gpus.indexOf(':') + 1));
        return new Resources(positive("--nodes", nodes), positive("--ntasks-per-node", ranks), count("--cpus-per-task", cpusPerTask), gpus,
                memory == null ? "" : memory, count("--parallel", parallel));
    }

    /** Options of sbatch beside those. */
    List<String> sbatch() {
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        named.put("partition", partition);
        named.put("account", account);
        named.put("qos", qos);
        named.put("time", time);
        List<String> options = new ArrayList<>();
        named.forEach((name, value) -> {
            if (value != null) {
                options.add(name + "=" + value);
            }
        });
        for (String option : sbatchOptions) {
            if (!option.matches("[a-z][a-z-]+(=[^\\n]*)?")) {
                throw wrong("--sbatch-option '%s': expected NAME=VALUE, or NAME, without dashes before it".formatted(option));
            }
            options.add(option);
        }
        return options;
    }

    /** The container image. */
    String image() {
        if (image == null) {
            throw wrong("--scheduler kubernetes needs --image, a container image that has mode4j on its PATH");
        }
        return image;
    }

    /** The volume claims. */
    List<Claim> claims() {
        try {
            return claims.stream().map(Claim::parse).toList();
        } catch (IllegalArgumentException e) {
            throw wrong("--claim: " + e.getMessage());
        }
    }

    private OptionalInt count(String flag, @Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(positive(flag, value));
    }

    private int positive(String flag, int value) {
        if (value < 1) {
            throw wrong("%s %d: expected at least 1".formatted(flag, value));
        }
        return value;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
