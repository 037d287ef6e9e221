package io.mode4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.jobs.Cluster;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real standalone cluster of two workers, which are lost while they work. */
class ClusterTest {
    private static final int SHARDS = 8;
    private static final Set<String> STAGES = Set.of("index", "embed", "assign");
    @TempDir
    Path temporary;

    /** Work whose parts take a while, so that something can happen meanwhile. */
    private record Slow<P, R>(Work<P, R> work) implements Work<P, R> {
        private static final long MILLIS = 300;

        @Override
        public String name() {
            return work.name();
        }

        @Override
        public Worker<P, R> open() throws IOException {
            Worker<P, R> worker = work.open();
            return (part, advanced) -> {
                R result = worker.run(part, advanced);
                try {
                    Thread.sleep(MILLIS); // the files are written, and nobody knows yet
                } catch (InterruptedException e) {
                    throw new InterruptedIOException(e.getMessage());
                }
                return result;
            };
        }
    }

    /** Loses a worker in the midst of every piece of work of several parts. */
    private record Losing(Runner runner, LocalCluster cluster) implements Runner {
        @Override
        public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
            int[] taken = {0};
            runner.run(new Slow<>(work), parts, result -> {
                if (++taken[0] == parts.size() / 2 && STAGES.contains(work.name())) {
                    try {
                        cluster.loseWorker();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
                results.take(result);
            });
            assertThat(taken[0]).isEqualTo(parts.size());
        }
    }

    /** Takes more memory than an executor has. */
    private record Hoarding() implements Work<Integer, Integer> {
        @Override
        public Worker<Integer, Integer> open() {
            return (number, _) -> {
                List<byte[]> kept = new ArrayList<>();
                for (int block = 0; block < 1 << 10; block++) {
                    kept.add(new byte[1 << 24]);
                }
                return number + kept.size();
            };
        }
    }

    @Test
    void anExecutorOutOfMemoryIsSaid() throws Exception {
        try (LocalCluster cluster = LocalCluster.start(Files.createDirectory(temporary.resolve("cluster")), 1)) {
            Map<String, String> settings = new HashMap<>(cluster.settings());
            settings.put("spark.task.maxFailures", "1");
            try (Cluster spark = new SparkEngine().open(cluster.master(), settings)) {
                assertThatThrownBy(() -> spark.run(new Hoarding(), List.of(1), _ -> {})).isInstanceOf(IOException.class)
                        .hasMessageContaining("An executor ran out of memory")
                        .hasMessageContaining("spark.executor.memory");
            }
        }
    }

    @Test
    void workersThatAreLostChangeNothing() throws Exception {
        SmallRun small = SmallRun.in(temporary, SHARDS, 1);
        SortedMap<String, String> here = small.make(Optional.empty());
        Files.move(small.run(), temporary.resolve("here"));
        try (LocalCluster cluster = LocalCluster.start(Files.createDirectory(temporary.resolve("cluster")), 2);
                Cluster spark = new SparkEngine().open(cluster.master(), cluster.settings())) {
            SortedMap<String, String> onCluster = small.make(Optional.of(new Losing(spark, cluster)));
            assertThat(onCluster).containsKeys("index/heldout/pairs.parquet", "assignments/manifest.json").isEqualTo(here);
        }
    }
}
