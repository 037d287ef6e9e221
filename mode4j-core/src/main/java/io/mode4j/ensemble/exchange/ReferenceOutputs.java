package io.mode4j.ensemble.exchange;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.cluster.Clusters;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What MoDE's published code leaves of an evaluation.
 *
 * @param evalOutputs folder with {@code TASK_pred-I.pth} for every task and expert I
 * @param metadata    folder with the tasks' texts, {@code TASK.pth}, a tensor {@code [C, dim]}
 * @param clusters    fine centres, in the space of the texts, and the expert of each
 */
public record ReferenceOutputs(Path evalOutputs, Path metadata, Clusters clusters) {

    private static final Pattern ANSWERS = Pattern.compile("(.+)_pred-[0-9]+\\.pth");

    /**
     * The tasks that have answers, sorted.
     *
     * @throws BadInputException if there are none
     */
    public List<String> tasks() throws IOException {
        if (!Files.isDirectory(evalOutputs)) {
            throw new BadInputException(evalOutputs + ": expected a folder with TASK_pred-0.pth, … (option eval-outputs), found none");
        }
        TreeSet<String> tasks = new TreeSet<>();
        try (Stream<Path> files = Files.list(evalOutputs)) {
            for (Path file : files.toList()) {
                Matcher name = ANSWERS.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    tasks.add(name.group(1));
                }
            }
        }
        if (tasks.isEmpty()) {
            throw new BadInputException(evalOutputs + ": expected files TASK_pred-0.pth, … (option eval-outputs), found none");
        }
        return List.copyOf(tasks);
    }

    /**
     * The tasks of a {@code dataset_catalog.json}, in its order.
     *
     * @throws BadInputException if it is no JSON object, or has none
     */
    public static List<String> catalogue(Path file) throws IOException {
        JsonNode catalogue = JsonText.read(file, "a catalogue of tasks");
        if (!catalogue.isObject() || catalogue.isEmpty()) {
            throw new BadInputException(
                    file + ": expected an object whose keys are tasks (option catalog), found " + catalogue.getNodeType());
        }
        return List.copyOf(catalogue.propertyNames());
    }

    /** The answers of all experts to a task, in their order; the caller closes them. */
    List<TorchScores> answers(String task) throws IOException {
        List<TorchScores> answers = new ArrayList<>();
        try {
            for (int expert = 0; expert < clusters.experts(); expert++) {
                Path file = evalOutputs.resolve("%s_pred-%d.pth".formatted(task, expert));
                if (!Files.exists(file)) {
                    throw new BadInputException("%s: expected the answers of expert %d of %d, found no file".formatted(file, expert,
                            clusters.experts()));
                }
                answers.add(TorchScores.open(file));
                check(file, answers);
            }
            return answers;
        } catch (IOException | RuntimeException e) {
            answers.forEach(TorchScores::close);
            throw e;
        }
    }

    private static void check(Path file, List<TorchScores> answers) throws BadInputException {
        TorchScores first = answers.getFirst();
        TorchScores last = answers.getLast();
        if (last.rows() != first.rows() || last.columns() != first.columns()) {
            throw new BadInputException("%s: expected logits [%d, %d] as of expert 0, found [%d, %d]".formatted(file, first.rows(),
                    first.columns(), last.rows(), last.columns()));
        }
        if (!Arrays.equals(last.targets(), first.targets())) {
            throw new BadInputException(file + ": expected the targets of expert 0, in the same order, found others");
        }
    }

    /** The texts of a task {@code [C, dim]}. */
    float[][] texts(String task, int classes) throws IOException {
        Path file = metadata.resolve(task + ".pth");
        if (!Files.exists(file)) {
            throw new BadInputException("%s: expected the texts of task '%s' [%d, %d], found no file".formatted(file, task, classes,
                    clusters.fine().dim()));
        }
        try (TorchFile opened = TorchFile.open(file)) {
            Tensor texts = Optional.ofNullable(opened.root())
                    .filter(Tensor.class::isInstance)
                    .map(Tensor.class::cast)
                    .filter(tensor -> tensor.shape().length == 2 && tensor.dtype().isFloating())
                    .orElseThrow(() -> new BadInputException(
                            "%s: expected a tensor [C, dim], found %s".formatted(file, TorchFile.kind(opened.root()))));
            if (texts.shape()[0] != classes || texts.shape()[1] != clusters.fine().dim()) {
                throw new BadInputException(
                        "%s: expected texts [%d, %d], as many as the logits have classes and as long as the centres, found %s"
                                .formatted(file, classes, clusters.fine().dim(), Arrays.toString(texts.shape())));
            }
            return rows(file, texts.floats(), classes);
        }
    }

    private static float[][] rows(Path file, float[] values, int count) throws BadInputException {
        int dim = values.length / count;
        float[][] rows = new float[count][];
        for (int r = 0; r < count; r++) {
            rows[r] = Arrays.copyOfRange(values, r * dim, (r + 1) * dim);
            for (float value : rows[r]) {
                if (!Float.isFinite(value)) {
                    throw new BadInputException("%s: expected finite numbers, found %s in row %d".formatted(file, value, r));
                }
            }
        }
        return rows;
    }
}
