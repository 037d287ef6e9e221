package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.clip.checkpoint.WeightAverage;
import io.mode4j.distill.RoutedTeachers;
import io.mode4j.ensemble.ExpertWeights;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a student begins as, by its name.
 *
 * @param options   of its training: the run's, with the architecture and the weights that it begins with
 * @param files     removes what was made for it
 * @param temporary a model that was made for it, which goes when it is closed; empty where there was one
 */
record StudentStart(TrainOptions options, FileLayer files, Optional<Path> temporary) implements AutoCloseable {

    /**
     * Finds the model, or makes it.
     *
     * @param student as {@link DistillOptions} has it
     * @param run     and which generation of its experts
     * @param folder  of the student; a mean of weights is made near it
     * @throws BadInputException if there is no such model, naming those there are, or it was trained with another loss than CLIP's
     */
    static StudentStart of(String student, RunDirectory run, TrainOptions options, FileLayer files, Path folder) throws IOException {
        if (student.equals(DistillOptions.FRESH)) {
            RoutedTeachers.requireSoftmax("the student", options.model());
            return new StudentStart(options.withModel(options.model()), files, Optional.empty());
        }
        if (student.equals(DistillOptions.EXPERT_MEAN)) {
            return mean(run, options, files, folder);
        }
        Map<String, Path> models = run.models();
        models.values().removeIf(model -> !Files.exists(model.resolve(Manifest.NAME)));
        Path model = models.containsKey(student) ? models.get(student) : Places.path(student);
        if (!Files.isRegularFile(Objects.requireNonNull(model).resolve(ClipCheckpoint.CONFIG))) {
            throw new BadInputException("option student: expected %s, or a model folder, found '%s'".formatted(names(models), student));
        }
        return new StudentStart(given(student, model, options), files, Optional.empty());
    }

    private static String names(Map<String, Path> models) {
        List<String> names = new ArrayList<>(List.of(DistillOptions.FRESH, DistillOptions.EXPERT_MEAN));
        names.addAll(models.keySet());
        return String.join(", ", names);
    }

    /** The mean of the experts' weights, as {@code merge} makes it. */
    private static StudentStart mean(RunDirectory run, TrainOptions options, FileLayer files, Path folder) throws IOException {
        Path place = folder.resolveSibling(folder.getFileName() + "-" + DistillOptions.EXPERT_MEAN); // not beside the model, whose stage tidies up there
        files.sweep(place);
        Path made = files.beside(place);
        try {
            Map<String, Path> experts = run.trainedExperts();
            SequencedMap<Path, Double> models = new LinkedHashMap<>();
            ExpertWeights.uniform(run, List.of())
                    .byName()
                    .forEach((name, weight) -> models.put(Objects.requireNonNull(experts.get(name)), weight));
            WeightAverage.write(files, models, made);
            return new StudentStart(given(DistillOptions.EXPERT_MEAN, made, options), files, Optional.of(made));
        } catch (IOException | RuntimeException e) {
            files.deleteTree(made);
            throw e;
        }
    }

    private static TrainOptions given(String name, Path model, TrainOptions options) throws IOException {
        ClipConfig config = ClipConfig.read(model.resolve(ClipCheckpoint.CONFIG));
        RoutedTeachers.requireSoftmax(name, config);
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(model)) {
            return options.withGiven(new TrainJob.Given(model, checkpoint.fingerprint()), config);
        }
    }

    /** As a training takes it. */
    TrainJob.Start start() {
        return options.given().<TrainJob.Start>map(given -> given).orElseGet(() -> new TrainJob.Fresh(options.model()));
    }

    @Override
    public void close() throws IOException {
        if (temporary.isPresent()) {
            files.deleteTree(temporary.get());
        }
    }
}
