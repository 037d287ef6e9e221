package io.mode4j.spark;

import io.mode4j.artifact.BadInputException;
import org.apache.spark.util.Utils;

/** Which JVMs Spark 4.2 can be trusted on. Stateless. */
final class SupportedJava {
    private static final Runtime.Version LEAST = Runtime.Version.parse("25.0.3");

    private SupportedJava() {}

    /** Refuses this JVM if it is too old. */
    static void require() throws BadInputException {
        require(Runtime.version());
    }

    static void require(Runtime.Version found) throws BadInputException {
        if (found.compareToIgnoreOptional(LEAST) < 0) {
            throw new BadInputException(
                    "Spark needs Java %s or newer, found %s on %s: older ones corrupt memory under the G1 collector, as Spark's release notes say. Install a newer JDK there (JAVA_HOME)."
                            .formatted(LEAST, found, Utils.localHostName()));
        }
    }
}
