package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.EnsembleStage;
import io.mode4j.ensemble.Experts;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import io.mode4j.task.PictureParity;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.TaskFile;
import io.mode4j.task.TaskKinds;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kind of task that no class of the program knows goes all the way: task file, scores, weights, figures, page. */
class ThirdKindTest {

    private static final TaskKinds KINDS = TaskKinds.standard().and(PictureParity.KIND);
    private static final String YAML = """
                                       version: 1
                                       tasks:
                                         - {name: parity, kind: picture-parity, train: learn.tar, test: ask.tar, words: [red, blue]}
                                         - {name: colours, kind: classification, shards: ask.tar, label: colour}
                                         - {name: captions, kind: retrieval, shards: ask.tar}
                                       """;

    @TempDir
    private Path root;

    private final ColourEngine engine = new ColourEngine();
    private final SequencedMap<String, Path> models = new LinkedHashMap<>();
    private final AtomicInteger decoded = new AtomicInteger();

    @BeforeEach
    void makeData() throws IOException {
        shard("learn.tar", 8);
        shard("ask.tar", 10);
        Files.writeString(root.resolve("tasks.yaml"), YAML);
        models.put("expert-0", ColourEngine.model(root.resolve("expert-0"), "rgb", 8));
        models.put("expert-1", ColourEngine.model(root.resolve("expert-1"), "rrr", 8));
    }

    /** Even numbers are reddish, odd ones bluish; every fifth has no number. */
    private void shard(String name, int pictures) throws IOException {
        try (ColourData tar = new ColourData(root.resolve(name))) {
            for (int i = 0; i < pictures; i++) {
                boolean even = i % 2 == 0;
                tar.add(i + ".png", ColourData.png(even ? new Color(200, 50, 50) : new Color(50, 50, 200)))
                        .add(i + ".json",
                                "{%s\"colour\": \"%s\", \"texts\": [\"%s\"]}".formatted(i % 5 == 4 ? "" : "\"number\": " + i + ", ",
                                        even ? "red" : "blue", even ? "red" : "blue"));
            }
        }
    }

    private void score() throws IOException {
        PictureDecoder plain = PictureDecoder.plainJava();
        PictureDecoder counting = (bytes, size) -> {
            decoded.incrementAndGet();
            return plain.decode(bytes, size);
        };
        new ScoreStage(new FileLayer(), Progress.silent(), engine, ColourEngine.tokenizer(), new Images(counting),
                Routing.byTexts(ColourEngine.sentences()))
                .run(TaskFile.read(root.resolve("tasks.yaml"), KINDS), models, root.resolve("evaluation"));
    }

    private void ensemble(TaskKinds kinds) throws IOException {
        Clusters clusters = new Clusters(new Centers(2, 3, new float[]{1, 0, 0, 0, 0, 1}), new long[2], new float[2],
                new Centers(2, 3, new float[]{1, 0, 0, 0, 0, 1}), new int[]{0, 1}, Distance.EUCLIDEAN);
        new EnsembleStage(new FileLayer(), Progress.silent(), EnsembleOptions.standard(), kinds)
                .run(List.of("parity", "colours", "captions"), models.keySet(), Experts.of(clusters), root.resolve("evaluation"));
    }

    @Test
    void aSourceIsDecodedOnceForAllTasksAndAModelLoadedOnceForAllSources() throws IOException {
        score();
        assertThat(decoded).hasValue(7 + 10); // one picture to learn from has no number, and no other task asks for it
        assertThat(engine.loads()).isEqualTo(2);
        assertThat(Files.readString(root.resolve("evaluation/tasks/parity/task.json"))).containsIgnoringWhitespaces(
                """
                "kind": "picture-parity", "words": ["red", "blue"], "metrics": ["parity"], "pictures": 15, "skipped": {"no number": 3}""");
    }

    @Test
    void itsFiguresAreThoseOfItsOwnMeasures() throws IOException {
        score();
        ensemble(KINDS);
        assertThat(Files.readString(root.resolve("evaluation/results.csv"))).contains("parity,parity,expert-0,1.0\n",
                "parity,parity,expert-1,0.5\n", "parity,odd_recall,expert-0,1.0\n", "parity,odd_recall,chance,0.5\n",
                "average,parity,expert-1,0.5\n", "colours,acc1,expert-0,1.0\n");
    }

    @Test
    void theReportSpeaksOfItInItsOwnWords() throws IOException {
        score();
        ensemble(KINDS);
        String page = Files.readString(new ReportStage(new FileLayer()).run(root));
        assertThat(page).contains("parity found · 8 pictures, 2 parities · says little", "odd found · 8 pictures",
                "<th scope=\"col\">parity found</th>", "parity (8 numbers: one of them is 12.5 points", "captions, text → image");
    }

    @Test
    void withoutItsLineItIsUnknown() throws IOException {
        assertThatThrownBy(() -> TaskFile.read(root.resolve("tasks.yaml"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("task 1 'parity'")
                .hasMessageContaining("classification or multilabel or retrieval expected, found 'picture-parity'");
        score();
        assertThatThrownBy(() -> ensemble(TaskKinds.standard())).isInstanceOf(DamagedException.class)
                .hasMessageContaining("picture-parity");
    }
}
