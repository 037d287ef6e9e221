package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.FolderCopy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --processes}: what one process trains, whatever happens to the others on the way. */
class ProcessesTest {
    private static final int KILLS = Integer.getInteger("mode4j.rank-kills", 2);
    private static final Pattern LOSS = Pattern.compile("\"loss\":([^,]+),");

    @TempDir
    private static Path folder;

    private static Path assigned;
    private static Path undisturbed;

    @BeforeAll
    static void trainOneByTwo() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        assigned = AssignedRun.make(folder.resolve("assigned"), folder.resolve("data"));
        undisturbed = copy("undisturbed");
        CommandProcess.Result result = CommandProcess.start(folder, train(undisturbed, "--processes", "2")).finish();
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private static Path copy(String name) throws IOException {
        return FolderCopy.of(assigned, folder.resolve(name));
    }

    private static List<String> train(Path run, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("train", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                        KillTest.resource("tiny-model.json"), "--only", "seed", "--workers", "1", "--precision", "fp32", "--progress",
                        "none"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--seed-span")) {
            arguments.addAll(List.of("--seed-span", "100 steps"));
        }
        return arguments;
    }

    private static List<Double> losses(Path run) throws IOException {
        return LOSS.matcher(Files.readString(run.resolve("seed/log.jsonl")))
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    private static void requireSameBytes(Path run) throws IOException {
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            assertThat(Fingerprints.ofFile(run.resolve("seed").resolve(file))).as(file)
                    .isEqualTo(Fingerprints.ofFile(undisturbed.resolve("seed").resolve(file)));
        }
        assertThat(losses(run)).isEqualTo(losses(undisturbed));
    }

    private static Optional<ProcessHandle> rank(CommandProcess launcher, int rank) {
        return launcher.handle().children().filter(child -> environment(child).contains("RANK=" + rank + "\0")).findFirst();
    }

    private static String environment(ProcessHandle process) {
        try {
            return "\0" + Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1)
                    + "\0";
        } catch (IOException _) {
            return ""; // it has ended
        }
    }

    /** Waits until the training has a checkpoint of more steps than before; returns how many. */
    private static long checkpointAfter(Path run, long steps, CommandProcess launcher) throws Exception {
        Path newest = run.resolve("seed/newest.txt");
        while (launcher.isAlive()) {
            long found = Files.exists(newest) ? Long.parseLong(Files.readString(newest).strip().substring("step-".length())) : 0;
            if (found > steps) {
                return found;
            }
            Thread.sleep(5);
        }
        return Long.MAX_VALUE;
    }

    @Test
    void lossesAreThoseOfOneProcess() throws Exception {
        Path one = copy("one");
        assertThat(Main.run(train(one).toArray(String[]::new))).isZero();
        List<Double> expected = losses(one);
        List<Double> found = losses(undisturbed);
        assertThat(found).hasSize(100).hasSameSizeAs(expected);
        for (int i = 0; i < 30; i++) { // RanksStepTest holds a step to 1e-6; here rounding grows from step to step
            assertThat(found.get(i)).as("step " + (i + 1)).isCloseTo(expected.get(i), Offset.offset(1e-5 * expected.get(i)));
        }
        assertThat(undisturbed.resolve("seed/manifest.json")).content().contains("\"steps\" : 100");
    }

    @Test
    void ranksThatAreKilledChangeNothing() throws Exception {
        Path run = copy("killed");
        Random random = new Random(4);
        CommandProcess launcher = CommandProcess.start(folder, train(run, "--processes", "2", "--max-restarts", "100"));
        int killed = 0;
        long steps = 0;
        while (killed < KILLS && launcher.isAlive()) {
            steps = checkpointAfter(run, steps, launcher);
            Thread.sleep(random.nextInt(300));
            Optional<ProcessHandle> victim = rank(launcher, killed % 2);
            killed += victim.isPresent() && victim.get().destroyForcibly() ? 1 : 0;
        }
        CommandProcess.Result result = launcher.finish();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(killed).isPositive();
        assertThat(result.err()).contains("was killed (exit code 137); starting again from the newest checkpoint, restart 1 of 100");
        requireSameBytes(run);
    }

    @Test
    void aRankThatHangsIsNamedAndItsTrainingGoesOnLater() throws Exception {
        Path run = copy("hanging");
        CommandProcess launcher = CommandProcess.start(folder, train(run, "--processes", "2", "--timeout", "3", "--max-restarts", "0"));
        long _ = checkpointAfter(run, 0, launcher);
        ProcessHandle hanging = rank(launcher, 1).orElseThrow();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(hanging.pid())).start().waitFor()).isZero();
        CommandProcess.Result result = launcher.finish();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).as("messages, no stack traces").doesNotContain("frame #", "\tat ");
        assertThat(result.err()).contains("mode4j: rank 1 of 2 has given no sign of life for 3 s")
                .contains("rank 1 of 2 hangs and was killed; given up after 0 restarts");
        CommandProcess.Result again = CommandProcess.start(folder, train(run, "--processes", "2")).finish();
        assertThat(again.exitCode()).as(again.err()).isZero();
        requireSameBytes(run);
    }

    @Test
    void aSignalSavesAndOneProcessGoesOn() throws Exception {
        Path run = copy("stopped");
        CommandProcess launcher = CommandProcess.start(folder, train(run, "--processes", "2", "--save-every", "10000"));
        while (launcher.isAlive() && (!Files.exists(run.resolve("seed/log.jsonl")) || losses(run).size() < 5)) {
            Thread.sleep(5);
        }
        launcher.handle().destroy(); // SIGTERM
        CommandProcess.Result result = launcher.finish();
        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(run.resolve("seed/newest.txt")).as(result.err()).exists();
        assertThat(result.err()).contains("the training of seed was stopped; step ").contains(" of 100 is saved");
        int saved = Integer.parseInt(Files.readString(run.resolve("seed/newest.txt")).strip().substring("step-".length()));
        assertThat(Main.run(train(run).toArray(String[]::new))).isZero();
        assertThat(losses(run).subList(0, saved)).isEqualTo(losses(undisturbed).subList(0, saved));
        assertThat(losses(run)).hasSize(100);
    }

    @Test
    void ranksOfDifferentCommandsRefuseEachOther() throws Exception {
        Path run = copy("different");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<CommandProcess> ranks = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            List<String> environment = List.of("env", "RANK=" + rank, "WORLD_SIZE=2", "LOCAL_RANK=" + rank, "MASTER_ADDR=127.0.0.1",
                    "MASTER_PORT=" + port);
            ranks.add(CommandProcess.start(folder, environment, train(run, "--lr", rank == 0 ? "0.001" : "0.002")));
        }
        CommandProcess.Result first = ranks.get(0).finish();
        CommandProcess.Result second = ranks.get(1).finish();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("mode4j: rank 1 differs from rank 0: it has lr 0.002, and rank 0 has lr 0.001");
        assertThat(first.err() + second.err()).doesNotContain("frame #", "\tat ");
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.err()).contains("mode4j: rank 1 of 2 has failed: rank 1 differs from rank 0").doesNotContain("timed out");
        assertThat(run.resolve("seed")).doesNotExist();
    }

    @Test
    void aLossThatDivergesEndsAllWithoutRestart() throws Exception {
        Path run = copy("diverging");
        CommandProcess.Result result = CommandProcess.start(folder, train(run, "--processes", "2", "--lr", "1e30", "--warmup", "0 steps"))
                .finish();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the loss must be finite").doesNotContain("starting again");
        assertThat(run.resolve("seed/manifest.json")).doesNotExist();
    }

    @Test
    void aFullDiskEndsAllWithoutRestart() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(FullDiskTest.canMount(disk), "needs unshare and mount, as root or with user namespaces");
        String command = Stream.concat(CommandProcess.java().stream(), train(disk.resolve("run"), "--processes", "2").stream())
                .map(FullDiskTest::quoted)
                .collect(Collectors.joining(" "));
        String script = "mount -t tmpfs -o size=$(($(du -sk %s | cut -f1) + 300))k tmpfs %s && cp -r %s %s/run && %s; code=$?; find %s/run/seed -name 'model.safetensors' -o -name '*.tmp'; exit $code"
                .formatted(assigned, disk, assigned, disk, command, disk);
        Process process = new ProcessBuilder("unshare", "--mount", "--map-root-user", "sh", "-c", script).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains("mode4j: Cannot write " + disk, "No space left on device", "rank 1: mode4j: rank 0 of 2 has failed: Cannot write")
                .doesNotContain("starting again", "\tat ");
        assertThat(said.lines().filter(line -> line.startsWith(disk.toString()))).as("no unfinished file is left").isEmpty();
    }

    @Test
    void whenTheLauncherIsKilledItsProcessesEnd() throws Exception {
        Path run = copy("orphans");
        CommandProcess launcher = CommandProcess.start(folder, train(run, "--processes", "2", "--seed-span", "20000 steps"));
        long _ = checkpointAfter(run, 0, launcher);
        List<ProcessHandle> ranks = launcher.handle().children().toList();
        assertThat(ranks).hasSize(2);
        launcher.handle().destroyForcibly();
        for (ProcessHandle rank : ranks) {
            rank.onExit().get(60, java.util.concurrent.TimeUnit.SECONDS);
        }
    }
}
