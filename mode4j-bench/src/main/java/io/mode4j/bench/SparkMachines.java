package io.mode4j.bench;

import io.mode4j.progress.ProcessUse;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone cluster of Spark's on loopback, of the jars that the launcher builds for {@code --engine spark}, and the most memory that one of its executors had. Linux only. */
final class SparkMachines implements AutoCloseable {
    private static final Path SPARK = Path.of("mode4j-spark/target/spark");
    private static final Path OTHERS = Path.of("mode4j-cli/target/app");
    private static final Path MODULE = Path.of("mode4j-spark/target");
    private static final Pattern OURS = Pattern
            .compile(
                    "mode4j|built|slf4j-nop|javacpp|dnnl|openblas|opencv|pytorch|onnxruntime|opendal|duckdb|tokenizers|langchain4j|iconify");
    private static final int LOOK_MILLIS = 50;
    private static final int TRIES = 300;
    private static final List<String> OPENED = List.of("java.base/java.lang", "java.base/java.lang.invoke", "java.base/java.lang.reflect",
            "java.base/java.io", "java.base/java.net", "java.base/java.nio", "java.base/java.util", "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/sun.nio.cs",
            "java.base/sun.util.calendar");

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final AtomicLong peak = new AtomicLong();

    private SparkMachines(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static SparkMachines start(Path folder, int workers, int cores) throws IOException, InterruptedException {
        linkJars(Files.createDirectories(folder.resolve("home/jars")));
        SparkMachines machines = new SparkMachines(folder, Ports.free());
        machines.launch("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", Integer.toString(machines.port),
                "--webui-port",
                "0");
        machines.awaitMaster();
        for (int worker = 0; worker < workers; worker++) {
            machines.launch("worker-" + worker, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores",
                    Integer.toString(cores), "--memory",
                    "4g", "--webui-port", "0", "-d", folder.resolve("work-" + worker).toString(), machines.master());
        }
        Thread.ofPlatform().daemon().start(machines::watch);
        return machines;
    }

    /** Spark's; the launcher keeps some of these with the libraries that mode4j uses as well. */
    private static void linkJars(Path into) throws IOException {
        for (Path from : List.of(OTHERS, SPARK)) {
            try (Stream<Path> jars = Files.list(from)) {
                for (Path jar : jars.filter(file -> from.equals(SPARK) || !OURS.matcher(file.getFileName().toString()).lookingAt())
                        .toList()) {
                    Path link = into.resolve(jar.getFileName());
                    if (!Files.exists(link)) {
                        Files.createSymbolicLink(link, jar.toAbsolutePath());
                    }
                }
            }
        }
    }

    private String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** What the command line needs to work there. As docs/spark.md advises, executors have mode4j's jars where they are, and nothing is sent. */
    List<String> arguments() throws IOException {
        return List.of("--engine", "spark", "--master", master(), "--spark-conf", "spark.executor.memory=2g", "--spark-conf",
                "spark.driver.host=127.0.0.1", "--spark-conf", "spark.ui.enabled=false", "--spark-conf",
                "spark.executor.extraClassPath=" + OTHERS.toAbsolutePath() + "/*" + File.pathSeparator + module());
    }

    private static Path module() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(MODULE.toAbsolutePath(), "mode4j-spark-[0-9]*.jar")) {
            return jars.iterator().next();
        }
    }

    /** The most that an executor had resident so far, in bytes. */
    double peak() {
        return peak.get();
    }

    private void watch() {
        try {
            while (processes.getFirst().isAlive()) {
                for (Process process : List.copyOf(processes)) {
                    process.descendants()
                            .flatMap(executor -> ProcessUse.of(Long.toString(executor.pid())).stream())
                            .forEach(use -> peak.accumulateAndGet(use.peak(), Math::max));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch(String name, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        OPENED.forEach(opened -> line.add("--add-opens=" + opened + "=ALL-UNNAMED"));
        line.addAll(List.of("-cp", folder.resolve("home/jars") + File.separator + "*"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of("SPARK_LOCAL_IP", "127.0.0.1", "JAVA_HOME", System.getProperty("java.home"), "SPARK_HOME",
                        folder.resolve("home").toAbsolutePath().toString(), "SPARK_SCALA_VERSION", "2.13"));
        processes.add(builder.start());
    }

    private void awaitMaster() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException _) {
                Thread.sleep(200);
            }
        }
        throw new IOException("the master does not start: " + Files.readString(folder.resolve("master.log")));
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
