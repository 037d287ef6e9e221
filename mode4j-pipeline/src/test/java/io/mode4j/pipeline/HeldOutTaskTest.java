package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.PictureSource;
import io.mode4j.task.Retrieval;
import io.mode4j.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is evaluated of the pairs that the index holds out. */
class HeldOutTaskTest {
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    @TempDir
    private Path folder;

    @Test
    void theHeldOutRetrievalComesAfterTheGivenTasksAndUnderAFreeName() throws IOException {
        drawShard();
        RunDirectory held = index("held", new Holdout(0.5, 0));
        PictureSource.HeldOut source = new PictureSource.HeldOut(held.index(), FIRST);
        Task given = new Retrieval("mine", source, Retrieval.Captions.ALL);
        Task sameName = new Retrieval("heldout-retrieval", source, Retrieval.Captions.ALL);
        assertThat(HeldOutTask.with(List.of(), held, FIRST))
                .containsExactly(new Retrieval("heldout-retrieval", source, Retrieval.Captions.FIRST));
        assertThat(HeldOutTask.with(List.of(given), held, FIRST)).extracting(Task::name).containsExactly("mine", "heldout-retrieval");
        assertThat(HeldOutTask.with(List.of(sameName), held, FIRST)).extracting(Task::name)
                .containsExactly("heldout-retrieval", "heldout-pairs-retrieval");
        Files.createDirectories(held.evaluated().task("heldout-pairs-retrieval"));
        assertThat(HeldOutTask.with(List.of(given), held, FIRST)).extracting(Task::name)
                .as("as it was called when it was evaluated")
                .containsExactly("mine", "heldout-pairs-retrieval");
        RunDirectory all = index("all", Holdout.NONE);
        assertThat(HeldOutTask.with(List.of(given), all, FIRST)).containsExactly(given);
        assertThatThrownBy(() -> HeldOutTask.with(List.of(), all, FIRST)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("holds no pairs out")
                .hasMessageContaining("option tasks");
    }

    private RunDirectory index(String name, Holdout holdout) throws IOException {
        RunDirectory run = new RunDirectory(folder.resolve(name));
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0, 1).withHoldout(holdout))
                .run(ShardSet.of(List.of(folder.resolve("data").toString())), run.index());
        return run;
    }

    /** One shard of pairs of which no two are alike. */
    private void drawShard() throws IOException {
        ShardFixtures shard = ShardFixtures.tar();
        for (int i = 0; i < 20; i++) {
            shard.pair("key" + i, "drawing number " + i);
        }
        Files.write(Files.createDirectories(folder.resolve("data")).resolve("00000.tar"), shard.bytes());
    }
}
