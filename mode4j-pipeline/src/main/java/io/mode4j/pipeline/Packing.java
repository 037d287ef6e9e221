package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderArchive;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageLock;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.jobs.JobTicket;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.ExpertPack;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what it needs to train models of a run elsewhere out of it, and brings models back. Not thread-safe. */
final class Packing {
    private final RunModels models;
    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final int threads;

    Packing(RunModels models, int threads) {
        this.models = models;
        this.run = models.run();
        this.files = models.files();
        this.progress = models.progress();
        this.threads = threads;
    }

    /** Each expert's pairs in a run directory of its own. */
    List<Path> pack(Path out, TrainOptions options) throws IOException {
        RunModels.requireNotTold(options, "an expert's packed share has not");
        TrainData data = models.clustered(new CaptionChoice(CaptionChoice.Mode.FIRST, options.seed())); // all captions are packed, whichever is clustered
        ExpertPack pack = new ExpertPack(files, progress, data, threads);
        List<Path> packed = new ArrayList<>();
        for (TrainJob job : models.plan(options).experts(run.seed(), models.clusters())) {
            RunDirectory target = new RunDirectory(out.resolve(job.name()));
            Manifest _ = pack.write((ExpertShare) job.samples(), target);
            if (Files.exists(run.seed().resolve(Manifest.NAME))) {
                StageFolder.copy(files, run.seed(), target.seed());
            }
            files.write(target.options(), to -> Files.copy(run.options(), to));
            packed.add(target.root());
        }
        return packed;
    }

    /** What it takes to train one of the models elsewhere, as one file. */
    void export(String name, Path out, boolean references, TrainOptions options, CaptionChoice caption) throws IOException {
        if (name.equals(ModelNames.SEED)) {
            throw new BadInputException("the seed model is trained in the run itself; models that continue it can be exported");
        }
        RunModels.requireNotTold(options, "an exported job has not");
        TrainingPlan plan = models.plan(options);
        RunModels.Model model = models.model(name, plan, caption);
        models.requireSeed(name);
        RunDirectory target = new RunDirectory(files.beside(out));
        try {
            if (references) {
                StageFolder.copy(files, run.index(), target.index());
                StageFolder.copy(files, run.clusters(), target.clusters());
                StageFolder.copy(files, run.assignments(), target.assignments());
            } else {
                Manifest _ = new ExpertPack(files, progress, models.clustered(caption), threads).write(model.job().samples(), target);
            }
            StageFolder.copy(files, run.seed(), target.seed());
            files.write(target.options(), to -> Files.copy(run.options(), to));
            JobTicket.of(name, model.stage().recipe(model.job())).write(files, target.root());
            FolderArchive.write(files, target.root(), out);
        } finally {
            files.deleteTree(target.root());
        }
    }

    /** Brings a model back that was trained elsewhere; returns its name, or nothing where it is there already. */
    Optional<String> importFrom(Path file, TrainOptions options, CaptionChoice caption) throws IOException {
        JobTicket ticket = JobTicket.in(file);
        if (!ticket.trained()) {
            throw new BadInputException("%s holds what it takes to train %s: mode4j train --job %s trains it, and writes the file to import"
                    .formatted(file, ticket.model(), file));
        }
        RunModels.Model model = models.model(ticket.model(), models.plan(options), caption);
        models.requireSeed(ticket.model());
        Recipe expected = model.stage().recipe(model.job());
        Path place = run.root().resolve("import-" + ticket.model()); // not beside the model, whose stage tidies up there
        files.sweep(place);
        Path unpacked = files.beside(place);
        try {
            FolderArchive.unpack(files, file, unpacked);
            Path trained = unpacked.resolve(JobTicket.MODEL);
            Manifest made = Manifest.read(trained);
            List<String> differences = expected.differencesFrom(made.recipe());
            if (!differences.isEmpty()) {
                throw new BadInputException("%s: %s was not trained as %s trains it: %s".formatted(file, ticket.model(), run.root(),
                        String.join("; ", differences)));
            }
            if (StageFolder.of(files, model.folder(), expected).isDone()) {
                if (!Manifest.read(model.folder()).fingerprint().equals(made.fingerprint())) {
                    throw new BadInputException(
                            "%s: %s is done, from the same inputs, and its bytes are others, as another number of threads or ranks gives them; remove it to take that in the file"
                                    .formatted(file, model.folder()));
                }
                return Optional.empty();
            }
            StageLock.requireFree(model.folder());
            files.deleteTree(model.folder()); // begun here
            RetiredKeys.warn(run, ticket.model());
            StageFolder.copy(files, trained, model.folder());
            return Optional.of(ticket.model());
        } finally {
            files.deleteTree(unpacked);
        }
    }
}
