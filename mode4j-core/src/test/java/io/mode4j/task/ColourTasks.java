package io.mode4j.task;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two shards of coloured pictures, and models whose every score is known by hand. */
abstract class ColourTasks {

    @TempDir
    Path root;

    final ColourEngine engine = new ColourEngine();
    final SequencedMap<String, Path> models = new LinkedHashMap<>();
    Path evaluation = Path.of("");

    @BeforeEach
    final void makeData() throws IOException {
        evaluation = root.resolve("evaluation");
        models.put("right", ColourEngine.model(root.resolve("right"), "rgb", 8));
        models.put("swapped", ColourEngine.model(root.resolve("swapped"), "grb", 8));
        models.put("small", ColourEngine.model(root.resolve("small"), "rgb", 4));
        try (ColourData tar = new ColourData(root.resolve("00000.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED))
                    .add("a.json", "{\"colour\": \"red\", \"texts\": [\"red\", \"red thing\"]}")
                    .add("a.cls", "0");
            tar.add("b.png", ColourData.png(Color.GREEN))
                    .add("b.json", "{\"colour\": \"green\", \"texts\": [\"green\"]}")
                    .add("b.cls", "1");
            tar.add("broken.png", "no picture")
                    .add("broken.json", "{\"colour\": \"green\", \"texts\": [\"green\"]}")
                    .add("broken.cls", "1");
            tar.add("nothing.png", ColourData.png(Color.RED));
        }
        try (ColourData tar = new ColourData(root.resolve("00001.tar"))) {
            tar.add("c.png", ColourData.png(Color.BLUE)).add("c.json", "{\"colour\": \"blue\", \"texts\": [\"blue\"]}").add("c.cls", "2");
            tar.add("d.png", ColourData.png(Color.BLUE)).add("d.json", "{\"colour\": \"blue\", \"texts\": [\"blue\"]}").add("d.cls", "2");
            tar.add("e.png", ColourData.png(Color.WHITE))
                    .add("e.json", "{\"colour\": \"white\", \"texts\": [\"red, green, blue\"]}")
                    .add("e.cls", "3");
        }
    }

    final List<Task> tasks(String yaml) throws IOException {
        Files.writeString(root.resolve("tasks.yaml"), yaml);
        return TaskFile.read(root.resolve("tasks.yaml"));
    }

    final List<Task> colours() throws IOException {
        return tasks(
                """
                version: 1
                tasks:
                  - {name: colours, kind: classification, shards: "*.tar", label: colour, classes: [red, green, blue], templates: ["{}", "a {} square"]}
                  - {name: numbered, kind: classification, shards: "*.tar", label: cls, classes: [red, green, blue]}
                  - {name: captions, kind: retrieval, shards: "*.tar", caption: all}
                """);
    }

    final ScoreStage stage(FileLayer files) {
        return new ScoreStage(files, Progress.silent(), engine, ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()),
                Routing.byTexts(ColourEngine.sentences()));
    }

    final ScoredTask read(String task) throws IOException {
        return ScoredTask.read(new EvaluationFolder(evaluation), task, models.keySet(), TaskKinds.standard());
    }

    static float[][] matrix(ScoredTask task, String model) throws IOException {
        try (NpyMatrix matrix = task.open(model)) {
            float[][] rows = new float[(int) matrix.rows()][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }
}
