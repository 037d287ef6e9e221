package io.mode4j.spark;

import io.mode4j.artifact.BadInputException;
import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.ClusterProvider;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.jdk.javaapi.OptionConverters;

/** Spark, as a user's option names it. Stateless. */
public final class SparkEngine implements ClusterProvider {
    /** What it is called. */
    public static final String NAME = "spark";

    private static final System.Logger LOG = System.getLogger(SparkEngine.class.getName());
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
    public Cluster open(String master, Map<String, String> settings) throws IOException {
        SupportedJava.require();
        OwnLogging logging = OwnLogging.now(); // before anything of Spark is loaded
        requireVersion(org.apache.spark.package$.MODULE$.SPARK_VERSION());
        SparkConf configured = new SparkConf();
        settings.forEach(configured::set);
        SparkConf complete = Settings.complete(configured, master);
        Masters.requireReachable(complete.get("spark.master"));
        JavaSparkContext spark = new JavaSparkContext(complete);
        logging.restore();
        LOG.log(Level.INFO, "on Spark {0}, {1}{2}", spark.version(), spark.master(),
                OptionConverters.toJava(spark.sc().uiWebUrl()).map(page -> "; its page is " + page).orElse(""));
        return new SparkCluster(spark);
    }

    static void requireVersion(String found) throws BadInputException {
        if (!found.startsWith(SUPPORTED)) {
            throw new BadInputException(
                    "expected Spark %sx, found Spark %s: driver and cluster must be of the version that this mode4j was built with"
                            .formatted(SUPPORTED, found));
        }
    }
}
