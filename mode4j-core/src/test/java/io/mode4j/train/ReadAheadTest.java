package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.SampleIndex;
import io.mode4j.shard.ShardImages;
import io.mode4j.train.SampleChoice.Everything;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {

    @TempDir
    private Path folder;

    /** What is read shows itself where it cannot be: the shard is gone, and no one is told. */
    @Test
    void aShardThatIsGoneIsLeftToTheDrawing() throws Exception {
        Path index = TrainFixture.index(folder.resolve("index"), Set.of());
        SampleIndex opened = SampleIndex.open(index);
        ShardPairs pairs = SelectedPairs.of(opened, shard -> new int[opened.rows(shard)], new Everything(),
                new CaptionChoice(CaptionChoice.Mode.FIRST, 0), CaptionUse.CLUSTERED);
        List<Pair> some = new ArrayList<>(pairs.read(1));
        Collections.reverse(some);
        try (ShardImages shards = new ShardImages(opened); ReadAhead ahead = new ReadAhead(shards, 1)) {
            ahead.hear(some);
            ahead.hear(List.of());
            Files.delete(opened.path(2));
            ahead.hear(pairs.read(2));
        }
        assertThat(ReadAhead.stretches(some)).hasSize(1);
    }

    @Test
    void picturesThatLieNearAreOneStretch() {
        List<Pair> pairs = List.of(pair(900_000, 10), pair(0, 100), pair(600, 1000), pair(100_000, 5), pair(70_000, 20_000));
        assertThat(ReadAhead.stretches(pairs)).containsExactly(new ReadAhead.Stretch(3, 0, 1600), new ReadAhead.Stretch(3, 70_000, 100_005),
                new ReadAhead.Stretch(3, 900_000, 900_010));
    }

    private static Pair pair(long offset, int length) {
        return new Pair(0, 3, offset, length, List.of("a"));
    }
}
