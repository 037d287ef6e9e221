package io.mode4j.spark;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/** What mode4j needs of Spark where the user has set nothing else. Stateless. */
final class Settings {
    /** Flags that the native libraries need; the same as mode4j.jvm in pom.xml. */
    private static final List<String> JVM = List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-Dorg.bytedeco.javacpp.maxbytes=0", "-Djava.awt.headless=true");
    private static final String LOCAL = "local";
    private static final String JARS = "spark.jars";
    private static final String CLASS_PATH = "spark.executor.extraClassPath";

    private Settings() {}

    /** Flags of every JVM of ours. */
    static List<String> jvm() {
        return JVM;
    }

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
        complete.setIfMissing("spark.executor.defaultJavaOptions", String.join(" ", JVM));
        complete.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8"); // without, a JVM cannot read all file names
        complete.setIfMissing("spark.plugins", JobLines.class.getName());
        if (complete.get("spark.master").startsWith(LOCAL)) {
            complete.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            complete.setIfMissing("spark.driver.host", "127.0.0.1");
        } else if (!complete.contains(JARS) && !complete.contains(CLASS_PATH)) {
            complete.set(JARS, ClassPath.besideSpark().collect(Collectors.joining(",")));
        }
        return complete;
    }
}
