package io.mode4j.jobs.slurm;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Slurm, by its commands. Stateless. */
public final class Slurm {
    private static final Pattern CLUSTER_NAME = Pattern.compile("(?m)^ClusterName\\s*=\\s*(\\S+)");
    private static final String FORMAT = "--format=%i|%A|%T|%r|%N"; // job, its own number, state, reason, nodes
    private static final int FIELDS = 5;
    private static final String UNKNOWN = "Invalid job id"; // of jobs that ended a while ago

    /**
     * Submits a batch script.
     *
     * @param after numbers of jobs that must end well before it begins
     * @return its number
     * @throws BadInputException if Slurm is not here, or refuses; the message is Slurm's
     */
    String submit(Path script, List<String> after) throws IOException {
        List<String> command = new ArrayList<>(List.of("sbatch", "--parsable"));
        if (!after.isEmpty()) {
            command.add("--dependency=afterok:" + String.join(":", after));
        }
        command.add(script.toString());
        Said said = run(command);
        if (said.code != 0) {
            throw new BadInputException("sbatch refuses %s: %s".formatted(script, said.err.strip()));
        }
        return said.out.strip().split(";", 2)[0];
    }

    /**
     * Ends jobs.
     *
     * @throws BadInputException if Slurm is not here, or refuses
     */
    void cancel(Collection<String> jobs) throws IOException {
        List<String> command = new ArrayList<>(List.of("scancel"));
        command.addAll(jobs);
        String _ = demand(command);
    }

    /** {@return the name of the cluster that the commands speak to} */
    String cluster() throws IOException {
        Matcher matcher = CLUSTER_NAME.matcher(demand(List.of("scontrol", "show", "config")));
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * {@return where jobs are, by the numbers that Slurm still knows, those of arrays also by the task's own number}; it forgets a job some minutes after its end
     *
     * @throws BadInputException if Slurm is not here, or does not answer
     */
    public Map<String, SlurmState> states(Collection<String> jobs) throws IOException {
        Map<String, SlurmState> states = new HashMap<>();
        if (jobs.isEmpty()) {
            return states;
        }
        String arrays = jobs.stream().map(job -> job.replaceFirst("_.*", "")).distinct().collect(Collectors.joining(","));
        Said said = run(List.of("squeue", "--noheader", "--array", "--states=all", "--jobs=" + arrays, FORMAT));
        if (said.code != 0 && !said.err.contains(UNKNOWN)) {
            throw new BadInputException("squeue: " + said.err.strip());
        }
        for (String line : said.out.lines().toList()) {
            String[] fields = line.split("\\|", -1);
            if (fields.length == FIELDS) {
                SlurmState state = new SlurmState(fields[0], fields[2], fields[3], fields[4]);
                states.merge(fields[1], state, (one, other) -> one.isActive() ? one : other); // tasks of an array that wait share a number
                states.put(fields[0], state);
            }
        }
        jobs.forEach(job -> ofWholeArray(job, states).ifPresent(state -> states.putIfAbsent(job, state)));
        return states;
    }

    /** An array that ended before any of its tasks began is to Slurm one job with the array's number. */
    private static Optional<SlurmState> ofWholeArray(String task, Map<String, SlurmState> states) {
        String array = task.replaceFirst("_.*", "");
        return Optional.ofNullable(states.get(array))
                .filter(state -> state.job().equals(array))
                .map(state -> new SlurmState(task, state.state(), state.reason(), state.nodes()));
    }

    private static String demand(List<String> command) throws IOException {
        Said said = run(command);
        if (said.code != 0) {
            throw new BadInputException(command.getFirst() + ": " + said.err.strip());
        }
        return said.out;
    }

    private record Said(int code, String out, String err) {}

    private static Said run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new BadInputException(
                    "%s cannot be started: call this on a machine that has Slurm's commands on its PATH, or print the scripts alone (option dry-run)"
                            .formatted(command.getFirst()),
                    e);
        }
        process.getOutputStream().close();
        byte[][] err = new byte[1][];
        Thread reader = Thread.ofVirtual().start(() -> err[0] = all(process.getErrorStream()));
        String out = new String(all(process.getInputStream()), StandardCharsets.UTF_8);
        try {
            reader.join();
            return new Said(process.waitFor(), out, new String(err[0], StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static byte[] all(java.io.InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException _) {
            return new byte[0];
        }
    }
}
