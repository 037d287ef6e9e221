package io.mode4j.jobs.kubernetes;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.Resources;
import io.mode4j.jobs.ShellScript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The jobs of a run as manifests for Kubernetes, a {@code Job} a group, an index a job. All are indexed, also those of one pod: the pods of an index have its host name, so that one that comes after another knows
 * the lock of the other as left behind.
 *
 * @param run       where; the pods see it, and the shards, under the same paths
 * @param resources what a pod is given
 * @param image     that has {@code mode4j} on its path
 * @param claims    that hold the run directory and the shards
 * @param more      arguments for every command
 */
public record KubernetesManifest(RunDirectory run, Resources resources, String image, List<Claim> claims, List<String> more) {
    private static final int TRIES_AGAIN = 3;
    private static final int SECONDS_TO_SAVE = 60;
    private static final int LONGEST_NAME = 40; // with the group's name and what Kubernetes appends it stays below 63

    /** The signal comes to the shell, which is the pod's first process; its last lines are written before the pod ends. */
    private static final String BODY = """
                                       set -u
                                       mkdir -p @JOBS@
                                       exec 3>&1 > >(tee -a @JOBS@/"$name".log >&3) 2>&1
                                       log=$!
                                       child='' ending=''
                                       trap 'ending=1; [[ -z $child ]] || kill -TERM "$child"' TERM
                                       mode4j() { # COMMAND ARGUMENTS: one command of the run, until it has ended
                                         [[ -z $ending ]] || return 143
                                         local each=()
                                         [[ $1 != train ]] || each=(@RANKS@)
                                         command mode4j "$@" ${each[@]+"${each[@]}"} @MORE@ &
                                         child=$!
                                         local code
                                         while :; do # a signal ends the waiting, and not the command
                                           code=0
                                           wait "$child" || code=$?
                                           kill -0 "$child" 2>/dev/null || break
                                         done
                                         child=
                                         return "$code"
                                       }
                                       echo "# $(date -u +%FT%TZ): pod $HOSTNAME"
                                       code=0
                                       work || code=$?
                                       echo "# $(date -u +%FT%TZ): exit code $code"
                                       exec >&3 2>&3
                                       wait "$log"
                                       exit "$code"
                                       """;

    /** Copies the lists. */
    public KubernetesManifest {
        claims = List.copyOf(claims);
        more = List.copyOf(more);
    }

    /**
     * The manifests of what is left, one YAML document each; all but the first are suspended until the one before is done.
     *
     * @param groups those that others wait for come first
     * @throws BadInputException if no claim holds the run directory
     */
    public String of(List<JobGroup> groups) throws BadInputException {
        if (claims.stream().noneMatch(claim -> claim.holds(run.root().toString()))) {
            throw new BadInputException("%s is on none of the claims; name the one that it is on (option claim), mounted where it is here"
                    .formatted(run.root()));
        }
        List<JobGroup> left = groups.stream().flatMap(group -> group.left().stream()).toList();
        Dump yaml = new Dump(
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setMultiLineFlow(true).setWidth(Integer.MAX_VALUE).build());
        StringBuilder text = new StringBuilder(howTo(left));
        for (int i = 0; i < left.size(); i++) {
            text.append("---\n").append(yaml.dumpToString(job(left.get(i), i > 0)));
        }
        return text.toString();
    }

    /** How one comes after the other. */
    private String howTo(List<JobGroup> groups) {
        if (groups.isEmpty()) {
            return "# Everything is done.\n";
        }
        StringBuilder text = new StringBuilder(
                "# kubectl apply -f THIS-FILE begins with the first; each of the others is begun when the one before is done:\n");
        for (int i = 1; i < groups.size(); i++) {
            text.append(
                    "#   kubectl wait --for=condition=complete --timeout=-1s job/%s && kubectl patch job %s --type=merge -p '{\"spec\":{\"suspend\":false}}'\n"
                            .formatted(name(groups.get(i - 1)), name(groups.get(i))));
        }
        return text.toString();
    }

    private Map<String, Object> job(JobGroup group, boolean suspended) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("completionMode", "Indexed");
        spec.put("completions", group.jobs().size());
        spec.put("parallelism", Math.min(group.jobs().size(), resources.parallel().orElse(Integer.MAX_VALUE)));
        spec.put("backoffLimitPerIndex", TRIES_AGAIN); // one that fails ends no other
        spec.put("podReplacementPolicy", "Failed"); // never two at one model
        spec.put("podFailurePolicy", Map.of("rules", List.of(Map.of("action", "Ignore", "onPodConditions",
                List.of(Map.of("type", "DisruptionTarget", "status", "True")))))); // preempted and drained pods do not count
        if (suspended) {
            spec.put("suspend", true);
        }
        spec.put("template", Map.of("spec", pod(group)));
        return ordered("apiVersion", "batch/v1", "kind", "Job", "metadata", ordered("name", name(group)), "spec", spec);
    }

    private Map<String, Object> pod(JobGroup group) {
        List<Object> mounts = new ArrayList<>();
        List<Object> volumes = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            mounts.add(ordered("name", "claim-" + i, "mountPath", claims.get(i).path()));
            volumes.add(ordered("name", "claim-" + i, "persistentVolumeClaim", ordered("claimName", claims.get(i).name())));
        }
        Map<String, Object> container = ordered("name", "mode4j", "image", image, "command",
                List.of("bash", "-c", ShellScript.choice(group, "$JOB_COMPLETION_INDEX") + body()));
        Map<String, Object> limits = limits(resources.of(group));
        if (!limits.isEmpty()) {
            container.put("resources", ordered("limits", limits)); // requests are the same where they are not named
        }
        container.put("volumeMounts", mounts);
        return ordered("restartPolicy", "Never", "terminationGracePeriodSeconds", SECONDS_TO_SAVE, "containers", List.of(container),
                "volumes",
                volumes);
    }

    private static Map<String, Object> limits(Resources given) {
        Map<String, Object> limits = new LinkedHashMap<>();
        given.cpusPerTask().ifPresent(cpus -> limits.put("cpu", String.valueOf(cpus * given.tasksPerNode())));
        if (!given.memory().isEmpty()) {
            limits.put("memory", given.memory());
        }
        if (!given.gpusPerNode().isEmpty()) {
            limits.put("nvidia.com/gpu", given.gpusPerNode());
        }
        return limits;
    }

    private String body() {
        List<String> arguments = new ArrayList<>(List.of("--run", run.root().toString(), "--progress", "plain"));
        arguments.addAll(more);
        String ranks = resources.tasksPerNode() > 1 ? "--processes " + resources.tasksPerNode() : "";
        return BODY.replace("@JOBS@", ShellScript.word(run.jobs().toString()))
                .replace("@MORE@", ShellScript.words(arguments))
                .replace("@RANKS@", ranks);
    }

    /** A name that Kubernetes takes: of the run directory, and the group. */
    private String name(JobGroup group) {
        String run = String.valueOf(this.run.root().getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String begin = run.substring(0, Math.min(run.length(), LONGEST_NAME)).replaceAll("-$", "");
        return "mode4j-" + (begin.isEmpty() ? "" : begin + "-") + group.name();
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
