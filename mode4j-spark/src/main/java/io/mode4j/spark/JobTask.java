package io.mode4j.spark;

import io.mode4j.artifact.StageLock;
import io.mode4j.cli.Main;
import io.mode4j.cli.OwnProcess;
import io.mode4j.ranks.RankPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serializable;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.runtime.AbstractFunction1;

/**
 * Does a job, or one rank of it, on an executor: in a process of its own, which ends with the executor, and whose crash costs the executor nothing. What it says goes to the driver.
 *
 * @see SparkJob
 */
final class JobTask extends AbstractFunction1<Iterator<Integer>, Iterator<Integer>> implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int SIGNALLED = 128; // exit codes above say by which signal a process ended
    private static final Duration SAVING = Duration.ofSeconds(45); // a process that has lost its executor, or is asked to end, saves what it has
    private static final String GPU = "gpu";

    private final String id;
    private final JobCommand command;

    JobTask(String id, JobCommand command) {
        this.id = id;
        this.command = command;
    }

    /** As one of several ranks; they meet at a port of the first one's host. */
    @Override
    public Iterator<Integer> apply(Iterator<Integer> rank) {
        BarrierTaskContext barrier = BarrierTaskContext.get();
        try {
            String[] ports = barrier.allGather(Integer.toString(freePort()));
            String host = barrier.getTaskInfos()[0].address().replaceFirst(":\\d+$", "");
            return Iterator$.MODULE$.single(run(Map.of(RankPlace.RANK, Integer.toString(barrier.partitionId()), RankPlace.COUNT,
                    Integer.toString(ports.length), RankPlace.HOST, host, RankPlace.PORT, ports[0])));
        } catch (IOException e) {
            throw new TaskFailure(e);
        }
    }

    /** By one process. */
    int alone() {
        try {
            return run(Map.of());
        } catch (IOException e) {
            throw new TaskFailure(e);
        }
    }

    /**
     * {@return the exit code of a process that ended by itself}
     *
     * @throws IOException if it was killed: another try may succeed
     */
    private int run(Map<String, String> environment) throws IOException {
        SupportedJava.require();
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0) {
            awaitLocks();
        }
        Process process = process(task, environment).start();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                JobLines.say(id, line);
            }
            int code = process.waitFor();
            if (code > SIGNALLED) {
                throw new IOException("a process was killed (exit code " + code + ")");
            }
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the task was cancelled");
        } finally {
            end(process);
        }
    }

    private ProcessBuilder process(TaskContext task, Map<String, String> environment) {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(Settings.jvm());
        line.addAll(List.of("-XX:ActiveProcessorCount=" + task.cpus(), "-cp", ClassPath.own(), Main.class.getName()));
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putAll(OwnProcess.environment());
        if (task.resourcesJMap().containsKey(GPU)) {
            builder.environment().putAll(OwnProcess.onDevice("cuda:" + task.resourcesJMap().get(GPU).addresses()[0]));
        }
        return builder;
    }

    /** A process of the try before may still be saving what it has. */
    private void awaitLocks() throws IOException {
        long end = System.nanoTime() + SAVING.toNanos();
        for (String folder : command.folders()) {
            while (StageLock.holder(Path.of(folder)).isPresent() && System.nanoTime() < end) {
                pause();
            }
        }
    }

    private static void end(Process process) {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(SAVING.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the task was cancelled");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
