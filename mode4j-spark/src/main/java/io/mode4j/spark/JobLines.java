package io.mode4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Brings the lines that jobs say on executors to the driver as they come, by Spark's own channel. Thread-safe. */
public final class JobLines implements SparkPlugin {
    private static final Map<String, Consumer<String>> LISTENERS = new ConcurrentHashMap<>(); // of a driver
    private static volatile @Nullable PluginContext here; // of an executor

    private record Line(String job, String text) implements Serializable {}

    /** On the driver: what a job says goes to {@code listener}. */
    static void listen(String job, Consumer<String> listener) {
        LISTENERS.put(job, listener);
    }

    /** On the driver: nobody listens any more. */
    static void forget(String job) {
        LISTENERS.remove(job);
    }

    /** On an executor: says a line. */
    static void say(String job, String text) throws IOException {
        PluginContext context = here;
        if (context == null) {
            throw new IOException(
                    "Spark has not started the plugin " + JobLines.class.getName() + " here: check option spark-conf spark.plugins");
        }
        context.send(new Line(job, text));
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public @Nullable Object receive(Object message) {
                if (message instanceof Line line) {
                    LISTENERS.getOrDefault(line.job, _ -> {}).accept(line.text);
                }
                return null;
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extra) {
                here = context;
            }
        };
    }
}
