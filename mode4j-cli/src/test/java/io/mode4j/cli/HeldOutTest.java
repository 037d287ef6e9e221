package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.shard.ShardSet;
import io.mode4j.task.Retrieval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    @TempDir
    private Path folder;

    @Test
    void noShardIsBothTrainedOnAndEvaluated() throws IOException {
        ShardSet shards = shards(20);
        HeldOut split = HeldOut.of(shards, 0.1, 5);
        assertThat(evaluated(split)).hasSize(2);
        List<String> all = new ArrayList<>(evaluated(split));
        split.training().paths().forEach(path -> all.add(path.toString()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(shards.paths().stream().map(Path::toString).toList());
    }

    @Test
    void theSeedDecidesWhichShards() throws IOException {
        ShardSet shards = shards(20);
        assertThat(evaluated(HeldOut.of(shards, 0.1, 5))).isEqualTo(evaluated(HeldOut.of(shards, 0.1, 5)));
        assertThat(java.util.stream.LongStream.range(0, 8).mapToObj(seed -> {
            try {
                return evaluated(HeldOut.of(shards, 0.1, seed));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }).collect(Collectors.toSet())).hasSizeGreaterThan(1);
    }

    @Test
    void aSmallShareStillHoldsOneShardOut() throws IOException {
        HeldOut split = HeldOut.of(shards(3), 0.01, 0);
        assertThat(evaluated(split)).hasSize(1);
        assertThat(split.training().paths()).hasSize(2);
    }

    @Test
    void oneShardAloneCannotBeSplit() throws IOException {
        ShardSet one = shards(1);
        assertThatThrownBy(() -> HeldOut.of(one, 0.05, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("00.tar")
                .hasMessageContaining("--tasks");
    }

    private ShardSet shards(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.write(folder.resolve("%02d.tar".formatted(i)), new byte[1024]);
        }
        return ShardSet.of(List.of(folder.toString()));
    }

    private static List<String> evaluated(HeldOut split) {
        return ((Retrieval) split.tasks().getFirst()).pictures().patterns();
    }
}
