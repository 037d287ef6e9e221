package io.mode4j.spark;

import io.mode4j.artifact.BadInputException;
import io.mode4j.work.RunnerProvider;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark, as a user's option names it. Stateless. */
public final class SparkEngine implements RunnerProvider {
    /** What it is called. */
    public static final String NAME = "spark";

    private static final String SUPPORTED = "4.2.";

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Starts a Spark application.
     *
     * @param master   Spark's master URL; none for that of {@code spark-submit}, or else for the cores of this machine
     * @param settings Spark's, by their names
     * @throws BadInputException if this JVM, Spark or the master is none that can be used
     */
    @Override
    public Open open(String master, Map<String, String> settings) throws IOException {
        SupportedJava.require();
        requireVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
        SparkConf configured = new SparkConf();
        settings.forEach(configured::set);
        SparkConf complete = Settings.complete(configured, master);
        Masters.requireReachable(complete.get("spark.master"));
        OwnLogging logging = OwnLogging.now();
        JavaSparkContext spark = new JavaSparkContext(complete);
        logging.restore();
        return new SparkRunner(spark);
    }

    static void requireVersion(String found) throws BadInputException {
        if (!found.startsWith(SUPPORTED)) {
            throw new BadInputException(
                    "expected Spark %sx, found Spark %s: driver and cluster must be of the version that this mode4j was built with"
                            .formatted(SUPPORTED, found));
        }
    }
}
