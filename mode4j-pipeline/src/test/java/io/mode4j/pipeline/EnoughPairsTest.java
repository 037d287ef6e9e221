package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.cluster.ClusterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnoughPairsTest {
    @TempDir
    private Path folder;

    private static ClusterOptions options(int fine, int coarse) {
        ClusterOptions options = ClusterOptions.of(coarse, 0);
        return fine == 0 ? options : options.withFine(fine);
    }

    private Path assigned(long... sizes) throws IOException {
        Path assignments = folder.resolve("assignments");
        StageFolder stage = StageFolder.of(new FileLayer(), assignments, new Recipe("assign", 1, new TreeMap<>(), new TreeMap<>()));
        stage.begin();
        stage.finish(Map.of("coarse_sizes", sizes));
        return assignments;
    }

    @Test
    void everyExpertNeedsTwoPairs() {
        assertThatCode(() -> EnoughPairs.requireFor(options(0, 4), 8)).doesNotThrowAnyException();
        assertThatThrownBy(() -> EnoughPairs.requireFor(options(0, 4), 7)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option experts 4: 7 pairs are fewer than 2 for each; give at most 3, or more shards");
        assertThatThrownBy(() -> EnoughPairs.requireFor(options(0, 4), 1)).hasMessageContaining("give at most 1,");
    }

    @Test
    void everyFineCentreNeedsAPair() {
        assertThatCode(() -> EnoughPairs.requireFor(options(585, 4), 585)).doesNotThrowAnyException();
        assertThatThrownBy(() -> EnoughPairs.requireFor(options(586, 4), 585)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option fine 586: there are only 585 pairs");
    }

    @Test
    void anExpertWithoutPairsIsNamed() throws Exception {
        Path assignments = assigned(10, 0, 7);
        assertThatThrownBy(() -> EnoughPairs.requireForExperts(assignments)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expert-1 would have nothing to train on: no pair came to coarse cluster 1")
                .hasMessageContaining("[10, 0, 7]")
                .hasMessageContaining("option redo cluster option experts 2");
    }

    @Test
    void anExpertWithOnePairIsNamedToo() throws Exception {
        Path assignments = assigned(16, 1);
        assertThatThrownBy(() -> EnoughPairs.requireForExperts(assignments)).hasMessageContaining("expert-1")
                .hasMessageContaining("one pair alone came");
    }

    @Test
    void expertsWithTwoPairsAreEnough() throws Exception {
        Path assignments = assigned(2, 2);
        assertThatCode(() -> EnoughPairs.requireForExperts(assignments)).doesNotThrowAnyException();
    }
}
