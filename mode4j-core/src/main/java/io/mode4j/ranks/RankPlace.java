package io.mode4j.ranks;

import io.mode4j.artifact.BadInputException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a process stands among the ranks, as its launcher says it in the environment: torchrun's variables ({@code RANK}, {@code WORLD_SIZE}, {@code LOCAL_RANK},
 * {@code MASTER_ADDR}, {@code MASTER_PORT}) or those that Slurm gives the tasks of a step.
 *
 * @param rank
 *            from 0
 * @param count
 *            of all ranks
 * @param localRank
 *            among those on this host, from 0
 * @param host
 *            of the first rank, where all meet
 * @param port
 *            there
 * @param launcherMeets
 *            whether the launcher, not the first rank, keeps the meeting place, as torchrun does
 * @param attempt
 *            how often the launcher started the ranks before: what they said in that place then does not count
 */
public record RankPlace(int rank, int count, int localRank, String host, int port, boolean launcherMeets, int attempt) {
    /** What torchrun calls the variables. */
    public static final String RANK = "RANK";
    /** Number of ranks. */
    public static final String COUNT = "WORLD_SIZE";
    /** Number on the host. */
    public static final String LOCAL_RANK = "LOCAL_RANK";
    /** Host of the first rank. */
    public static final String HOST = "MASTER_ADDR";
    /** Port there. */
    public static final String PORT = "MASTER_PORT";

    private static final String AGENT_MEETS = "TORCHELASTIC_USE_AGENT_STORE";
    private static final String ATTEMPT = "TORCHELASTIC_RESTART_COUNT";
    private static final int MOST_PORT = 65_535;
    private static final int FIRST_OF_JOBS = 20_000; // ports for Slurm's jobs, whose numbers say which
    private static final int OF_JOBS = 10_000;
    private static final Pattern FIRST_HOST = Pattern.compile("([^,\\[]+)(?:\\[(\\d+))?.*");

    /** Checks the ranges. */
    public RankPlace {
        if (count < 1 || rank < 0 || rank >= count || localRank < 0 || port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException(
                    "expected a rank in [0, number of ranks), a local rank from 0 on and a port, found rank %d of %d, local rank %d, port %d"
                            .formatted(rank, count, localRank, port));
        }
    }

    /**
     * {@return the place, where a launcher made this process one of several}
     *
     * @param environment
     *            of the process
     * @throws BadInputException
     *             if variables are missing or contradict each other
     */
    public static Optional<RankPlace> in(Map<String, String> environment) throws BadInputException {
        try {
            return found(environment);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("the environment says where this process stands among several: " + e.getMessage(), e);
        }
    }

    private static Optional<RankPlace> found(Map<String, String> environment) throws BadInputException {
        if (environment.containsKey(RANK) || environment.containsKey(COUNT)) {
            return several(new RankPlace(number(environment, RANK), number(environment, COUNT),
                    environment.containsKey(LOCAL_RANK) ? number(environment, LOCAL_RANK) : 0, text(environment, HOST),
                    number(environment, PORT),
                    agentMeets(environment), environment.containsKey(ATTEMPT) ? number(environment, ATTEMPT) : 0));
        }
        // In a batch script SLURM_PROCID is set too, but it is no task of a step: one process, however many tasks the job has room for.
        if (environment.containsKey("SLURM_STEP_NUM_TASKS")) {
            return several(new RankPlace(number(environment, "SLURM_PROCID"), number(environment, "SLURM_STEP_NUM_TASKS"),
                    number(environment, "SLURM_LOCALID"),
                    environment.containsKey(HOST) ? text(environment, HOST) : firstHost(text(environment, "SLURM_STEP_NODELIST")),
                    environment.containsKey(PORT) ? number(environment, PORT)
                            : FIRST_OF_JOBS + number(environment, "SLURM_JOB_ID") % OF_JOBS,
                    false, 0));
        }
        return Optional.empty();
    }

    /** Whether this is the rank that writes files, and where all meet. */
    public boolean isFirst() {
        return rank == 0;
    }

    private static boolean agentMeets(Map<String, String> environment) {
        return Boolean.parseBoolean(environment.get(AGENT_MEETS));
    }

    private static Optional<RankPlace> several(RankPlace place) {
        return place.count == 1 ? Optional.empty() : Optional.of(place);
    }

    /** {@return the first of hosts as Slurm lists them: {@code node[03-07,9],other} begins with {@code node03}} */
    static String firstHost(String hosts) {
        Matcher matcher = FIRST_HOST.matcher(hosts);
        if (!matcher.matches()) {
            return hosts;
        }
        String number = matcher.group(2);
        return number == null ? matcher.group(1) : matcher.group(1) + number;
    }

    private static String text(Map<String, String> environment, String name) throws BadInputException {
        @Nullable
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new BadInputException(
                    "the environment says that this process is one of several (%s), but not %s; launch all of them with torchrun, srun or option processes"
                            .formatted(environment.containsKey(RANK) ? RANK : COUNT, name));
        }
        return value.strip();
    }

    private static int number(Map<String, String> environment, String name) throws BadInputException {
        String value = text(environment, name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadInputException("environment variable %s: expected a number, found '%s'".formatted(name, value), e);
        }
    }
}
