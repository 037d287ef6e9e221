package io.mode4j.spark;

import io.mode4j.jobs.JobProcess;
import java.io.BufferedReader;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;

/** A job that Spark runs: as many tasks as ranks, several of them all at the same time (a barrier stage), each of which starts a process and waits for it. */
final class SparkJob implements JobProcess {
    private final String id = UUID.randomUUID().toString();
    private final JavaSparkContext spark;
    private final Thread thread;
    private final LineReader lines = new LineReader();
    private final BufferedReader output = new BufferedReader(lines);
    private volatile int exitCode = 1;

    private SparkJob(JavaSparkContext spark, Runnable work) {
        this.spark = spark;
        this.thread = Thread.ofPlatform().daemon().name("spark-job").unstarted(work);
    }

    /**
     * Starts a job.
     *
     * @param command what each rank does
     */
    static SparkJob start(JavaSparkContext spark, JobCommand command, int ranks) {
        SparkJob[] job = new SparkJob[1];
        job[0] = new SparkJob(spark, () -> job[0].run(command, ranks));
        job[0].thread.start();
        return job[0];
    }

    private void run(JobCommand command, int ranks) {
        spark.setJobGroup(id, command.name(), true);
        spark.setCallSite(command.name());
        JobLines.listen(id, lines::add);
        try {
            exitCode = work(command, ranks);
        } catch (Exception e) { // Scala's methods throw what they do not declare
            lines.add("mode4j: " + Failures.of(command.name(), e).getMessage());
        } finally {
            JobLines.forget(id);
            lines.end();
        }
    }

    /** The exit code of the first rank that has another than 0. */
    private int work(JobCommand command, int ranks) {
        JavaRDD<Integer> numbers = spark.parallelize(IntStream.range(0, ranks).boxed().toList(), ranks).setName(command.name());
        JobTask task = new JobTask(id, command);
        RDD<Integer> codes = ranks == 1 ? numbers.map(_ -> task.alone()).rdd()
                : numbers.rdd().barrier().mapPartitions(task, false, ClassTag.apply(Integer.class));
        List<Integer> all = codes.toJavaRDD().collect();
        return all.stream().filter(code -> code != 0).findFirst().orElse(0);
    }

    @Override
    public long number() {
        return ProcessHandle.current().pid();
    }

    @Override
    public BufferedReader output() {
        return output;
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public int exitCode() {
        return exitCode;
    }

    @Override
    public void stop() {
        spark.cancelJobGroup(id);
    }
}
