package io.mode4j.spark;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;

/** Where this JVM has its classes from: Spark's, and ours. Stateless. */
final class ClassPath {
    private ClassPath() {}

    /** What a process of ours needs, on an executor: what Spark brought there for this application, then what the executor was started with. */
    static String own() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Stream<String> brought = loader instanceof URLClassLoader several ? Arrays.stream(several.getURLs()).map(ClassPath::path)
                : Stream.of();
        return Stream.concat(brought, entries()).collect(Collectors.joining(File.pathSeparator));
    }

    /** What a cluster does not have: all that does not lie beside Spark itself. */
    static Stream<String> besideSpark() {
        Path spark = Path.of(path(SparkContext.class.getProtectionDomain().getCodeSource().getLocation())).resolveSibling("");
        return entries().filter(entry -> !spark.equals(Path.of(entry).getParent()));
    }

    private static Stream<String> entries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString());
    }

    private static String path(URL place) {
        return Path.of(URI.create(place.toString())).toAbsolutePath().toString();
    }
}
