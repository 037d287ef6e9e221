package io.mode4j.spark;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** What mode4j needs of Spark where the user has set nothing else. Stateless. */
final class Settings {
    /** Flags that the native libraries need; the same as mode4j.jvm in pom.xml. */
    private static final String JVM = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 -Djava.awt.headless=true";
    private static final String LOCAL = "local";
    private static final String JARS = "spark.jars";
    private static final String CLASS_PATH = "spark.executor.extraClassPath";

    private Settings() {}

    /**
     * {@return the settings, completed}
     *
     * @param master the master that was asked for, or none
     */
    static SparkConf complete(SparkConf configured, String master) {
        SparkConf complete = configured.clone();
        if (!master.isEmpty()) {
            complete.set("spark.master", master);
        }
        complete.setIfMissing("spark.master", LOCAL + "[*]");
        complete.setIfMissing("spark.app.name", "mode4j");
        complete.setIfMissing("spark.ui.showConsoleProgress", "false"); // ours is shown
        complete.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer"); // what parts are written for
        complete.setIfMissing("spark.driver.maxResultSize", "0"); // results are handed on as they come
        complete.setIfMissing("spark.executor.defaultJavaOptions", JVM);
        complete.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8"); // without, a JVM cannot read all file names
        if (complete.get("spark.master").startsWith(LOCAL)) {
            complete.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            complete.setIfMissing("spark.driver.host", "127.0.0.1");
        } else if (!complete.contains(JARS) && !complete.contains(CLASS_PATH)) {
            complete.set(JARS, ownJars());
        }
        return complete;
    }

    /** All that is on the class path and does not lie beside Spark itself. */
    private static String ownJars() {
        Path spark = folderOfSpark();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(jar -> !spark.equals(jar.getParent()))
                .map(Path::toString)
                .collect(Collectors.joining(","));
    }

    private static Path folderOfSpark() {
        return Path.of(URI.create(SparkContext.class.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toAbsolutePath()
                .resolveSibling("");
    }
}
