package io.mode4j.jobs.slurm;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.Resources;
import io.mode4j.jobs.ShellScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Batch scripts for Slurm.
 *
 * @param run       where
 * @param resources what a model's training is given; other jobs are one process
 * @param sbatch    further options of sbatch, without dashes, which win over ours: {@code partition=gpu}
 * @param program   how mode4j is started, up to its own arguments
 * @param more      arguments for every command
 * @param directory from which it is submitted
 */
public record SlurmScript(RunDirectory run, Resources resources, List<String> sbatch, List<String> program, List<String> more,
        Path directory) {
    private static final int SECONDS_TO_SAVE = 120;
    private static final int SECONDS_FOR_THE_OTHERS = 60; // when one rank has ended; they notice after 30

    /** The signals come to the shell, and not to what it starts: each of these is told in the way that lets it save what it has. */
    private static final String BODY = """
                                       set -um
                                       exec >>@JOBS@/"$name".log 2>&1
                                       note() { echo "# $(date -u +%FT%TZ): $*"; }

                                       mode4j() { # COMMAND ARGUMENTS: one command of the run, until it has ended
                                         [[ -z $ending ]] || return 143
                                         local each=()
                                         [[ $1 != train ]] || each=(@RANKS@)
                                         ${each[@]+"${each[@]}"} @PROGRAM@ "$@" @MORE@ &
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

                                       # The command saves what it has and ends. srun would kill its tasks if it got the signal itself.
                                       stop() {
                                         ending=1
                                         note "$1: it saves what it has, and ends"
                                         [[ -z $child ]] || @TELL@
                                       }

                                       ending='' child=''
                                       trap 'stop "the time is nearly up"' USR1
                                       trap 'stop "Slurm asks this job to end"' TERM
                                       note "Slurm job $SLURM_JOB_ID on $SLURM_JOB_NODELIST, start $((${SLURM_RESTART_COUNT:-0} + 1))"
                                       code=0
                                       work || code=$?
                                       note "exit code $code"
                                       # A job that is cancelled, or that Slurm starts again itself, runs no more. One that does was told beforehand: of its time limit, or of a job that is worth more.
                                       if [[ -n $ending && $code != 0 && $(scontrol --oneliner show job "$SLURM_JOB_ID") == *" JobState=RUNNING "* ]]; then
                                         note "goes on in a new start of this job"
                                         scontrol requeue "$SLURM_JOB_ID"
                                       fi
                                       exit "$code"
                                       """;

    /** Copies the lists. */
    public SlurmScript {
        sbatch = List.copyOf(sbatch);
        program = List.copyOf(program);
        more = List.copyOf(more);
    }

    /**
     * The script of a group of jobs.
     *
     * @param left the places in the group, from 0, of those that are left to do
     */
    public String of(JobGroup group, List<Integer> left) {
        Resources given = resources.of(group);
        StringBuilder text = new StringBuilder("#!/usr/bin/env bash\n# Written by mode4j submit: %s\n".formatted(
                String.join(", ", left.stream().map(i -> group.jobs().get(i).name()).toList())));
        options(group, left, given).forEach(option -> text.append("#SBATCH --").append(option).append('\n'));
        return text.append('\n').append(ShellScript.choice(group, "${SLURM_ARRAY_TASK_ID:-0}")).append(body(given)).toString();
    }

    private List<String> options(JobGroup group, List<Integer> left, Resources given) {
        boolean array = group.jobs().size() > 1;
        List<String> options = new ArrayList<>(List.of("job-name=mode4j-" + group.name(), option("chdir", directory.toString()),
                option("output", said(group, array)), "open-mode=append", "requeue", "kill-on-invalid-dep=yes",
                "signal=B:USR1@" + SECONDS_TO_SAVE, "nodes=" + given.nodes(), "ntasks-per-node=" + given.tasksPerNode()));
        if (array) {
            String numbers = String.join(",", left.stream().map(String::valueOf).toList());
            options.add("array=" + numbers + (given.parallel().isPresent() ? "%" + given.parallel().getAsInt() : ""));
        }
        given.cpusPerTask().ifPresent(cpus -> options.add("cpus-per-task=" + cpus));
        if (!given.gpusPerNode().isEmpty()) {
            options.add("gpus-per-node=" + given.gpusPerNode());
        }
        if (!given.memory().isEmpty()) {
            options.add("mem=" + given.memory());
        }
        for (String more : sbatch) {
            String[] parts = more.split("=", 2);
            options.add(parts.length == 1 ? more : option(parts[0], parts[1]));
        }
        return options;
    }

    /** Where the script of a group is. */
    public Path file(JobGroup group) {
        return folder().resolve(group.name() + ".sh");
    }

    /** What Slurm itself has to say of a job, such as that it cancelled it, goes here; what the job says, to its log. */
    private String said(JobGroup group, boolean array) {
        return folder().resolve(group.name()).toString().replace("%", "%%") + (array ? "-%a.out" : ".out");
    }

    private Path folder() {
        return run.jobs().resolve("slurm");
    }

    private static String option(String name, String value) {
        return name + "=" + ShellScript.word(value);
    }

    private String body(Resources given) {
        boolean ranks = given.ranks() > 1;
        List<String> each = new ArrayList<>();
        if (ranks) {
            each.addAll(List.of("srun", "--wait=" + SECONDS_FOR_THE_OTHERS));
            given.cpusPerTask().ifPresent(cpus -> each.add("--cpus-per-task=" + cpus)); // srun does not take it from the job
        }
        List<String> arguments = new ArrayList<>(List.of("--run", run.root().toString(), "--progress", "plain"));
        arguments.addAll(more);
        return BODY.replace("@JOBS@", ShellScript.word(run.jobs().toString()))
                .replace("@RANKS@", ShellScript.words(each))
                .replace("@PROGRAM@", ShellScript.words(program))
                .replace("@MORE@", ShellScript.words(arguments))
                .replace("@TELL@", ranks ? "scancel --signal=TERM \"$SLURM_JOB_ID\"" : "kill -TERM -- \"-$child\"");
    }
}
