package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.clip.ClipEngine;
import io.mode4j.distill.RoutedTeachers;
import io.mode4j.distill.Teacher;
import io.mode4j.distill.TeacherStage;
import io.mode4j.embed.EncoderReference;
import io.mode4j.ensemble.Experts;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import io.mode4j.train.TrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Trains models of all pairs that learn from a run's experts beside them; {@link Pipeline#distilling} gives it. Not thread-safe. */
public final class Distilling {
    private static final String STUDENT = "student"; // the same bytes, whatever its folder is called

    private final RunModels models;
    private final RunDirectory run;
    private final StageClock clock;

    /** @param models of the run, and which generation of its experts */
    Distilling(RunModels models, StageClock clock) {
        this.models = models;
        this.run = models.run();
        this.clock = clock;
    }

    /**
     * Trains one: how near the ensemble finds pictures and texts, each text weighing its teachers by itself. What the experts say of the pairs is computed once, and kept in
     * {@link RunDirectory#teachers}.
     *
     * @param folder receives the model
     * @throws BadInputException if there are no experts, or no model that the student could begin as
     * @throws io.mode4j.artifact.MismatchException if the folder holds another student
     */
    public void train(Path folder, DistillOptions asked, TrainOptions options, CaptionChoice caption) throws IOException {
        StageLock.requireFree(folder);
        List<Teacher> teachers = teachers();
        RoutedTeachers together = RoutedTeachers.of(teachers, asked.weight());
        ClipEngine _ = models.engines().clip();
        try (StudentStart start = StudentStart.of(asked.student(), run, options, models.files(), folder)) {
            TrainingPlan plan = TrainingPlan.of(start.options(), SampleIndex.open(run.index()).allRows()).alone(asked.span());
            ask(teachers, caption);
            TrainJob job = new TrainJob(STUDENT, start.start(), new Everything(), Portion.of(0, plan.end()), false, Optional.of(together));
            TrainStage stage = models.stage(TrainData.unclustered(run.index(), caption), plan);
            clock.time("distill", () -> stage.run(job, folder));
        }
    }

    /** Those that captions can be compared with. */
    private Experts experts() throws IOException {
        Experts experts = Experts.read(run);
        if (experts.ofPictures()) {
            throw new BadInputException(
                    "%s: the experts' clusters are of pictures alone, so that no text is nearer to one expert than to another, which is how each weighs its teachers. Cluster captions, or both (option embedding text or both)"
                            .formatted(run.experts()));
        }
        if (!Files.exists(run.embeddings().resolve(Manifest.NAME))) {
            throw new BadInputException(run.embeddings()
                    + ": the embeddings of the captions, by which each text weighs its teachers, are not there; run the embed stage");
        }
        experts.requireEncoder(EncoderReference.read(run.embeddings()).identity());
        return experts;
    }

    private List<Teacher> teachers() throws IOException {
        Map<String, Path> models = run.trainedExperts();
        List<Teacher> teachers = new ArrayList<>();
        experts().byName()
                .forEach((name, clusters) -> teachers
                        .add(new Teacher(name, Objects.requireNonNull(models.get(name)), clusters, run.teachers().resolve(name))));
        return teachers;
    }

    private void ask(List<Teacher> teachers, CaptionChoice caption) throws IOException {
        TeacherStage stage = new TeacherStage(run, models.files(), models.progress(), models.engines().clips(), caption);
        for (Teacher teacher : teachers) {
            clock.time("ask " + teacher.name(), () -> stage.run(teacher));
        }
    }
}
