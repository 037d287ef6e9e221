package io.mode4j.dataset;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.ColourEngine;
import io.mode4j.task.Metric;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.ScoredTask;
import io.mode4j.task.Scores;
import io.mode4j.task.Task;
import io.mode4j.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Asks models that know colours: one that is right, and one that takes red for green. */
final class Asked {
    private final Path root;
    private final SequencedMap<String, Path> models = new LinkedHashMap<>();

    Asked(Path root) throws IOException {
        this.root = root;
        models.put("right", ColourEngine.model(root.resolve("right"), "rgb", 8));
        models.put("swapped", ColourEngine.model(root.resolve("swapped"), "grb", 8));
    }

    /** What of a task is left. */
    ScoredTask score(Task task) throws IOException {
        Path evaluation = root.resolve("evaluation");
        new ScoreStage(new FileLayer(), Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(),
                new Images(PictureDecoder.plainJava()), Routing.byTexts(ColourEngine.sentences())).run(List.of(task), models, evaluation);
        return ScoredTask.read(new EvaluationFolder(evaluation), task.name(), models.keySet(), TaskKinds.standard());
    }

    /** What a model's answers are worth. */
    static Map<Metric, Double> measured(ScoredTask task, String model) throws IOException {
        try (NpyMatrix logits = task.open(model)) {
            return task.truth().judge(Scores.of(logits), Scores.of(logits)).figures();
        }
    }
}
