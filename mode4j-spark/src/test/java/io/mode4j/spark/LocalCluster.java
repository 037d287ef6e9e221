package io.mode4j.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** A standalone cluster of real processes on loopback: a master, and workers of a core each, which start executors from the jars of this JVM's class path. */
final class LocalCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"); // the second compiler costs more than it gains

    private final Path folder;
    private final int port;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    private LocalCluster(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.master = process("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", Integer.toString(port),
                "--webui-port", "0");
    }

    /** Starts a master and workers. */
    static LocalCluster start(Path folder, int workers) throws IOException, InterruptedException {
        Path jars = Files.createDirectories(folder.resolve("home/jars"));
        for (String entry : libraries()) {
            Path link = jars.resolve(nameOf(entry));
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of(entry));
            }
        }
        LocalCluster cluster = new LocalCluster(folder, freePort());
        cluster.awaitMaster();
        for (int worker = 0; worker < workers; worker++) {
            cluster.addWorker();
        }
        return cluster;
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** What an application needs to find its classes on the executors: what of this class path the workers do not have. */
    Map<String, String> settings() {
        List<String> libraries = libraries();
        String own = String.join(File.pathSeparator,
                classPath().filter(entry -> !libraries.contains(entry)).map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
        return Map.of("spark.executor.extraClassPath", own, "spark.ui.enabled", "false", "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1", "spark.executor.memory", "512m", "spark.executor.extraJavaOptions",
                String.join(" ", SHORT_LIVED));
    }

    void addWorker() throws IOException {
        workers.add(process("worker-" + workers.size(), "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1",
                "--memory", "1g", "--webui-port", "0", "-d", folder.resolve("work-" + workers.size()).toString(), master()));
    }

    /** Kills a worker with its executors, as a machine that is lost; another comes in its place. */
    void loseWorker() throws IOException {
        Process lost = workers.removeFirst();
        lost.descendants().forEach(ProcessHandle::destroyForcibly);
        lost.destroyForcibly();
        addWorker();
    }

    /** How many executors the workers run. */
    long executors() {
        return workers.stream().flatMap(worker -> worker.descendants()).count();
    }

    @Override
    public void close() {
        Stream.concat(workers.stream(), Stream.of(master)).forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    private static Stream<String> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty());
    }

    /** Spark's, and those of libraries: a folder of them is all that workers start executors with. */
    private static List<String> libraries() {
        return classPath().filter(entry -> entry.endsWith(".jar") && !nameOf(entry).startsWith("mode4j")).toList();
    }

    private static String nameOf(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }

    private Process process(String name, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        line.addAll(SHORT_LIVED);
        line.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
        line.addAll(List.of("-cp", folder.resolve("home/jars") + "/*"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of("SPARK_LOCAL_IP", "127.0.0.1", "JAVA_HOME", System.getProperty("java.home"), "SPARK_HOME",
                        folder.resolve("home").toString(), "SPARK_SCALA_VERSION", "2.13"));
        return builder.start();
    }

    private void awaitMaster() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !master.isAlive()) {
                    throw new IOException("the master does not start: " + Files.readString(folder.resolve("master.log")), e);
                }
                Thread.sleep(200);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
