package io.mode4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.jobs.Cluster;
import io.mode4j.work.Results;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark in this process. */
class LocalSparkTest {
    private static Cluster spark;
    @TempDir
    Path temporary;

    @BeforeAll
    static void open() throws IOException {
        spark = new SparkEngine().open("local[2]", Map.of("spark.ui.enabled", "false"));
    }

    @AfterAll
    static void close() {
        spark.close();
    }

    /** Squares numbers. */
    private record Squares() implements Work<Integer, Integer> {
        @Override
        public Worker<Integer, Integer> open() {
            return (number, advanced) -> {
                if (number < 0) {
                    throw new IOException("number " + number);
                }
                advanced.accept(number);
                return number * number;
            };
        }
    }

    /** Refuses its parts, from where only unchecked exceptions come out. */
    private record Refusing() implements Work<Integer, Integer> {
        @Override
        public Worker<Integer, Integer> open() {
            return (number, _) -> {
                throw new UncheckedIOException(new BadInputException("number " + number + " is not wanted"));
            };
        }
    }

    private static List<Integer> squares(List<Integer> numbers, AtomicLong units) throws IOException {
        List<Integer> squares = new ArrayList<>();
        spark.run(new Squares(), numbers, new Results<>() {
            @Override
            public void take(Integer square) {
                squares.add(square);
            }

            @Override
            public void advance(long advanced) {
                units.addAndGet(advanced);
            }
        });
        return squares;
    }

    @Test
    void resultsComeInTheOrderOfTheParts() throws IOException {
        AtomicLong units = new AtomicLong();
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();
        assertThat(squares(numbers, units)).containsExactlyElementsOf(numbers.stream().map(number -> number * number).toList());
        assertThat(units).hasValue(300 * 299 / 2);
        assertThat(squares(List.of(), units)).isEmpty();
    }

    @Test
    void whatFailsIsThrown() {
        assertThatThrownBy(() -> squares(List.of(1, -7), new AtomicLong())).isInstanceOf(IOException.class)
                .hasMessageContaining("number -7");
    }

    @Test
    void whatIsRefusedIsThrownAsItIs() {
        assertThatThrownBy(() -> spark.run(new Refusing(), List.of(5), _ -> {})).isInstanceOf(BadInputException.class)
                .hasMessage("number 5 is not wanted");
    }

    @Test
    void whatCannotBeTakenEndsTheWork() {
        assertThatThrownBy(() -> spark.run(new Squares(), List.of(1, 2, 3), square -> {
            throw new UncheckedIOException(new IOException("no space for " + square));
        })).isInstanceOf(IOException.class).hasMessage("no space for 1");
    }

    @Test
    void theStagesMakeTheSameBytes() throws IOException {
        SmallRun small = SmallRun.in(temporary, 5, 2);
        SortedMap<String, String> here = small.make(Optional.empty());
        Files.move(small.run(), temporary.resolve("here"));
        SortedMap<String, String> onSpark = small.make(Optional.of(spark));
        assertThat(onSpark).containsKeys("index/00004.parquet", "embeddings/00004.npy", "clusters/fine.safetensors",
                "assignments/00004.distances.npy", "assignments/manifest.json");
        assertThat(onSpark).isEqualTo(here);
    }

    @Test
    void aDamagedShardIsNamedAtOnce() throws IOException {
        SmallRun small = SmallRun.in(temporary, 3, 2);
        Path shard = small.shards().resolve("00001.tar");
        byte[] bytes = Files.readAllBytes(shard);
        Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length - 2048), StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> small.make(Optional.of(spark))).isInstanceOf(DamagedException.class).hasMessageContaining("00001.tar");
    }
}
