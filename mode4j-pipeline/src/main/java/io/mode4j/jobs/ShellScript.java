package io.mode4j.jobs;

import java.util.List;
import java.util.stream.Collectors;

/** What is said to a shell, or in the lines that sbatch reads in a script. Stateless. */
public final class ShellScript {
    private static final String PLAIN = "[A-Za-z0-9_./:=,@%+-]+";

    private ShellScript() {}

    /** Words as a shell reads them again. */
    public static String words(List<String> words) {
        return words.stream().map(ShellScript::word).collect(Collectors.joining(" "));
    }

    /** A word as a shell reads it again, and sbatch, which knows quotes and no escapes. */
    public static String word(String word) {
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    /**
     * Sets {@code name} to the name of a job of a group, and has {@code work} do it.
     *
     * @param number the shell's expression for the job's place in the group, from 0
     */
    public static String choice(JobGroup group, String number) {
        StringBuilder text = new StringBuilder("case " + number + " in\n");
        for (int i = 0; i < group.jobs().size(); i++) {
            Job job = group.jobs().get(i);
            text.append("  %d) name=%s; work() { %s; } ;;%n".formatted(i, job.name(),
                    job.commands().stream().map(command -> "mode4j " + words(command)).collect(Collectors.joining(" && "))));
        }
        return text.append("esac\n").toString();
    }
}
