package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.dataset.WdsFolder;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.text.Tokenizer;
import io.mode4j.work.FarRunner;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Work;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models that are asked where nothing is known of the stage but what can be sent answer with the same bytes. */
class FarScoresTest extends ColourTasks {
    private final FileLayer files = new UnsyncedFileLayer();
    private final List<Task> asked = new ArrayList<>();

    /** An engine that each process makes for itself; it says of itself what the process makes of that. */
    private record Colours(long here, String elsewhere) implements ClipSource {
        /** The same everywhere. */
        static Colours same() {
            return new Colours(Thread.currentThread().threadId(), new ColourEngine().identity());
        }

        @Override
        public ClipEngine engine() {
            return Thread.currentThread().threadId() == here ? new ColourEngine() : new ColourEngine(elsewhere);
        }

        @Override
        public Tokenizer tokenizer() {
            return ColourEngine.tokenizer();
        }

        @Override
        public Images images() {
            return new Images(PictureDecoder.plainJava());
        }
    }

    /** Has the work done, and dies before it hears of it. */
    private record Dying(Runner runner) implements Runner {
        @Override
        public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
            runner.run(work, parts, _ -> {});
            throw new StoppingFiles.Stopped(Path.of("the end"));
        }
    }

    @BeforeEach
    void drawTasks() throws IOException {
        try (ColourData tar = new ColourData(root.resolve("several.tar"))) {
            tar.add("a.png", ColourData.png(Color.MAGENTA)).add("a.npy", WdsFolder.npy(1, 0, 1));
            tar.add("b.png", ColourData.png(Color.GREEN)).add("b.npy", WdsFolder.npy(0, 1, 0));
        }
        Path index = root.resolve("index");
        new IndexStage(files, Progress.silent(), new IndexOptions(0.5, 1).withHoldout(new Holdout(0.9, 0)))
                .run(ShardSet.of(List.of(root.resolve("00000.tar").toString(), root.resolve("00001.tar").toString())), index);
        asked.addAll(
                tasks("""
                      version: 1
                      tasks:
                        - {name: colours, kind: classification, shards: "0000*.tar", label: colour, classes: [red, green, blue], templates: ["{}", "a {} square"]}
                        - {name: numbered, kind: classification, shards: "0000*.tar", label: cls, classes: [red, green, blue]}
                        - {name: several, kind: multilabel, shards: several.tar, classes: [red, green, blue]}
                        - {name: captions, kind: retrieval, shards: "0000*.tar", caption: all}
                      """));
        asked.add(new Retrieval("held-out", new PictureSource.HeldOut(index, new CaptionChoice(CaptionChoice.Mode.FIRST, 0)),
                Retrieval.Captions.FIRST));
    }

    private ScoreStage far(ClipSource clips, Routing routing, Runner runner) {
        return new ScoreStage(files, Progress.silent(), clips, routing, runner);
    }

    private ScoreStage far() {
        return far(Colours.same(), Routing.byTexts(ColourEngine.sentences()), new FarRunner());
    }

    private SortedMap<String, String> contents(Path folder) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    @Test
    void theFoldersHaveTheSameBytes() throws IOException {
        stage(files).run(asked, models, evaluation);
        Path there = root.resolve("there");
        far().run(asked, models, there);
        assertThat(contents(there)).containsKeys("tasks/colours/logits/right/logits.npy", "tasks/several/logits/small/manifest.json",
                "tasks/captions/logits/swapped/logits.npy", "tasks/held-out/logits/right/manifest.json").isEqualTo(contents(evaluation));
    }

    @Test
    void picturesThatWeighExpertsAreEmbeddedThereToo() throws IOException {
        Routing routing = Routing.byPictures(root.resolve("small"));
        new ScoreStage(files, Progress.silent(), engine, ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()), routing)
                .run(asked, models, evaluation);
        Path there = root.resolve("there");
        far(Colours.same(), routing, new FarRunner()).run(asked, models, there);
        assertThat(contents(there)).containsKey("tasks/several/picture_embeddings/embeddings.npy").isEqualTo(contents(evaluation));
    }

    @Test
    void answersOfAnInterruptedRunAreNotAskedForAgain() throws IOException {
        models.remove("small"); // all see pictures of one size, so that none is still to come
        Path there = root.resolve("there");
        Runner dying = new Dying(new FarRunner());
        assertThatThrownBy(
                () -> far(Colours.same(), Routing.byTexts(ColourEngine.sentences()), dying).run(asked.subList(2, 3), models, there))
                .isInstanceOf(StoppingFiles.Stopped.class);
        assertThat(there.resolve("tasks/several/logits/right/logits.npy")).exists();
        assertThat(there.resolve("tasks/several/logits/right/manifest.json")).doesNotExist();
        stage(files).run(asked.subList(2, 3), models, there);
        assertThat(engine.loads()).isZero();
        stage(files).run(asked.subList(2, 3), models, evaluation);
        assertThat(contents(there)).isEqualTo(contents(evaluation));
    }

    @Test
    void whatFailsNamesModelAndTasks() throws IOException {
        models.put("broken", ColourEngine.model(root.resolve("broken"), "nan", 8));
        assertThatThrownBy(() -> far().run(asked.subList(0, 2), models, evaluation)).isInstanceOf(IOException.class)
                .hasMessageContaining("model broken")
                .hasMessageContaining("colours, numbered")
                .hasMessageContaining("score [0, 0] is NaN");
    }

    @Test
    void aMachineThatComputesOtherwiseIsRefused() {
        Colours other = new Colours(Thread.currentThread().threadId(), "colours bf16");
        assertThatThrownBy(() -> far(other, Routing.none(), new FarRunner()).run(asked, models, evaluation))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("option precision: expected 'colours'")
                .hasMessageContaining("found 'colours bf16'");
    }
}
