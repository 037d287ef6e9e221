package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is discarded with a stage, and when. */
class RedoTest {
    @TempDir
    private Path folder;

    private Pipeline pipeline() {
        return new Pipeline(folder.resolve("run"), TorchOptions.defaults(), new FileLayer(), Progress.silent());
    }

    private RunDirectory run() {
        return new RunDirectory(folder.resolve("run"));
    }

    private String left() {
        return Arrays.stream(StageName.values())
                .filter(stage -> Files.exists(run().of(stage)))
                .map(StageName::toString)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({"INDEX,''", "EMBED,index seed", "CLUSTER,index embed seed", "ASSIGN,index embed cluster seed",
        "SEED,index embed cluster assign", "EXPERTS,index embed cluster assign seed baselines",
        "BASELINES,index embed cluster assign seed experts", "EVALUATE,index embed cluster assign seed experts baselines"})
    void whatWasMadeFromItGoesWithIt(StageName stage, String left) throws IOException {
        for (StageName made : StageName.values()) {
            Files.writeString(Files.createDirectories(run().of(made)).resolve("file"), "work");
        }
        Files.writeString(run().options(), "{}");
        try (Pipeline pipeline = pipeline()) {
            pipeline.discard(stage);
        }
        assertThat(left()).isEqualTo(left);
        assertThat(run().options()).exists();
    }

    @Test
    void nothingIsDiscardedBeforeTheStageCanBeMade() throws IOException {
        ShardFixtures shard = ShardFixtures.tar();
        for (int i = 0; i < 20; i++) {
            shard.pair("key" + i, "drawing number " + i);
        }
        Files.write(Files.createDirectories(folder.resolve("data")).resolve("00000.tar"), shard.bytes());
        try (Pipeline pipeline = pipeline()) {
            pipeline.index(ShardSet.of(List.of(folder.resolve("data").toString())), IndexOptions.defaults());
            Files.writeString(Files.createDirectories(run().clusters()).resolve("file"), "work");
            pipeline.redo(StageName.CLUSTER);
            assertThatThrownBy(() -> pipeline.cluster(ClusterOptions.of(100, 0))).isInstanceOf(UnsuitedOptionException.class);
            assertThat(left()).isEqualTo("index cluster");
            assertThatThrownBy(() -> pipeline.cluster(ClusterOptions.of(2, 0))).isInstanceOf(IOException.class)
                    .hasMessageContaining("embeddings");
            assertThat(left()).as("the embeddings are missing, but now it is about to be made").isEqualTo("index");
        }
    }
}
