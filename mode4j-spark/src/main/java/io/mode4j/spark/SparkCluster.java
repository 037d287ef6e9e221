package io.mode4j.spark;

import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobProcess;
import io.mode4j.work.InOrder;
import io.mode4j.work.Results;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs parts as the tasks of a Spark job, a job a piece of work. A task that is lost with its executor runs again elsewhere, and writes the same files; what it returns counts once. The driver keeps what the
 * parts return only until those before have come. Safe for use by several threads.
 */
final class SparkCluster implements Cluster {
    private static final int MOST_TASKS = 20_000;

    private final JavaSparkContext spark;

    /** Runs parts there, and stops it when closed. */
    SparkCluster(JavaSparkContext spark) {
        this.spark = spark;
    }

    @Override
    public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        String group = UUID.randomUUID().toString();
        spark.setJobGroup(group, work.name(), true);
        spark.setCallSite(work.name());
        Broadcast<Work<P, R>> sent = spark.broadcast(work); // an executor has one, which its tasks share
        Arrived<R> arrived = new Arrived<>(results, () -> spark.cancelJobGroup(group));
        try {
            JavaRDD<P> rdd = spark.parallelize(parts, Math.min(parts.size(), MOST_TASKS)).setName(work.name());
            spark.sc().runJob(rdd.rdd(), new PartsTask<>(sent), arrived, ClassTag.apply(Done.class));
            arrived.rethrow();
        } catch (Exception e) { // Scala's methods throw what they do not declare
            arrived.rethrow();
            throw Failures.of(work.name(), e);
        } finally {
            sent.destroy();
            spark.clearJobGroup();
            spark.clearCallSite();
        }
    }

    @Override
    public JobProcess start(Job job, List<String> arguments, int ranks) {
        return SparkJob.start(spark, JobCommand.of(job, arguments), ranks);
    }

    @Override
    public void close() {
        spark.close();
    }

    /** Hands on what tasks returned. */
    private static final class Arrived<R> extends AbstractFunction2<Object, Done<R>, BoxedUnit> {
        private final Results<R> results;
        private final Runnable cancel;
        private final InOrder<Done<R>> ordered;
        private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

        Arrived(Results<R> results, Runnable cancel) {
            this.results = results;
            this.cancel = cancel;
            this.ordered = new InOrder<>(done -> done.results().forEach(results::take));
        }

        @Override
        public BoxedUnit apply(Object task, Done<R> done) {
            IOException refusal = done.refusal();
            if (refusal != null) {
                end(refusal);
            } else if (failure.get() == null) {
                take((Integer) task, done);
            }
            return BoxedUnit.UNIT;
        }

        private void take(int task, Done<R> done) {
            try {
                results.advance(done.advanced());
                ordered.add(task, done);
            } catch (UncheckedIOException e) {
                end(Objects.requireNonNull(e.getCause()));
            }
        }

        private void end(IOException why) {
            failure.compareAndSet(null, why);
            cancel.run();
        }

        void rethrow() throws IOException {
            IOException failed = failure.get();
            if (failed != null) {
                throw failed;
            }
        }
    }
}
