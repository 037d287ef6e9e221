package io.mode4j.pipeline;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.pipeline.FolderStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far every folder of a run is, from the manifests alone: a folder is outdated when an input has another fingerprint than the folder's recipe says.
 *
 * @param run where
 * @param check whether every file is compared with its checksum
 */
public record RunStatus(RunDirectory run, boolean check) {

    /** Every folder in the order of the flow, and the models that jobs will make. */
    public List<FolderStatus> all() throws IOException {
        List<FolderStatus> all = new ArrayList<>();
        JobStatus jobs = JobStatus.of(run);
        for (StageName stage : StageName.values()) {
            List<Path> folders = folders(stage, jobs);
            Optional<FolderStatus> job = stage == StageName.EVALUATE ? jobs.evaluation() : Optional.empty();
            if (job.isPresent()) {
                all.add(job.get());
            } else if (folders.isEmpty()) {
                all.add(new FolderStatus(stage.folder(), State.LEFT, ""));
            }
            for (Path folder : folders) {
                all.add(status(stage, folder, jobs));
            }
        }
        for (Path model : RunDirectory.foldersIn(run.selected())) {
            all.add(status(model, jobs, inputs(model), "remove it, and mode4j select makes it again"));
        }
        all.addAll(grown(jobs));
        return all;
    }

    /** What came with each generation, and which of these counts. */
    private List<FolderStatus> grown(JobStatus jobs) throws IOException {
        List<FolderStatus> all = new ArrayList<>();
        for (Path arrival : RunDirectory.foldersIn(run.arrivals())) {
            for (Path folder : stagesIn(arrival)) {
                all.add(status(folder, jobs, Map.of(), "remove it, and the same mode4j grow, or retire, makes it again"));
            }
        }
        Generations generations = new Generations(run);
        int current = generations.any() ? generations.current().number() : 0;
        for (int number : generations.numbers().subList(1, generations.numbers().size())) {
            String change = generations.read(number).change();
            all.add(new FolderStatus("generations/" + number, State.DONE, number == current ? change + "; it counts" : change));
        }
        return all;
    }

    /** The folders that stages wrote, or write, for one arrival; an expert's pairs and its model are a folder further down. */
    private static List<Path> stagesIn(Path arrival) throws IOException {
        List<Path> stages = new ArrayList<>();
        for (Path folder : RunDirectory.foldersIn(arrival)) {
            boolean ofExperts = folder.endsWith(RunDirectory.TRAINING) || folder.endsWith(StageName.EXPERTS.folder());
            stages.addAll(ofExperts ? RunDirectory.foldersIn(folder) : List.of(folder));
        }
        return stages;
    }

    /** The folders with a manifest of their own: one a stage, or one a model or task, and one a model's answers to a task. */
    private List<Path> folders(StageName stage, JobStatus jobs) throws IOException {
        Path folder = run.of(stage);
        return switch (stage) {
            case EXPERTS, BASELINES -> models(folder, jobs);
            case EVALUATE -> tasks();
            default -> Files.isDirectory(folder) || jobs.isOf(folder) ? List.of(folder) : List.of();
        };
    }

    /** Those that there are, and those that there will be as soon as their jobs begin. */
    private static List<Path> models(Path stage, JobStatus jobs) throws IOException {
        SortedSet<Path> folders = new TreeSet<>(RunDirectory.foldersIn(stage));
        folders.addAll(jobs.modelsIn(stage));
        return List.copyOf(folders);
    }

    private List<Path> tasks() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path task : RunDirectory.foldersIn(run.evaluated().tasks())) {
            folders.add(task);
            folders.addAll(RunDirectory.foldersIn(run.evaluated().logits(String.valueOf(task.getFileName()))));
        }
        return folders;
    }

    private FolderStatus status(StageName stage, Path folder, JobStatus jobs) throws IOException {
        String again = "option redo " + stage + " makes it again";
        if (stage == StageName.EVALUATE && !Files.exists(folder.resolve(Manifest.NAME)) && StageLock.holder(folder).isEmpty()
                && run.evaluated().isOfOlderVersion(String.valueOf(folder.getFileName()))) {
            return new FolderStatus(run.root().relativize(folder).toString(), State.OUTDATED, "scored by an older mode4j; " + again);
        }
        return status(folder, jobs, inputs(folder), again);
    }

    /**
     * One folder.
     *
     * @param inputs the folders that it may have been made from, by the names that recipes use
     * @param again  what to do where it is no longer what it was
     */
    private FolderStatus status(Path folder, JobStatus jobs, Map<String, Path> inputs, String again) throws IOException {
        String name = run.root().relativize(folder).toString();
        if (!Files.exists(folder.resolve(Manifest.NAME))) {
            Optional<LockHolder> holder = StageLock.holder(folder);
            if (jobs.isOf(folder)) {
                return jobs.status(name, folder, holder);
            }
            if (holder.isPresent()) {
                return new FolderStatus(name, State.RUNNING, holder.get().toString());
            }
            return new FolderStatus(name, State.INTERRUPTED, "the same command again goes on");
        }
        try {
            Manifest manifest = Manifest.read(folder);
            if (check) {
                manifest.verify(folder);
            }
            List<String> changed = changed(manifest, inputs);
            return changed.isEmpty() ? new FolderStatus(name, State.DONE, "")
                    : new FolderStatus(name, State.OUTDATED,
                            "made from another " + String.join(", ", changed) + "; " + again);
        } catch (DamagedException e) {
            return new FolderStatus(name, State.DAMAGED, e.getMessage() + "; " + again);
        }
    }

    private List<String> changed(Manifest manifest, Map<String, Path> inputs) throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            String used = manifest.recipe().inputs().get(input.getKey());
            if (used != null && !used.equals(fingerprint(input.getValue(), input.getKey())) && !isLeftOut(input.getValue())) {
                changed.add(input.getKey());
            }
        }
        return changed;
    }

    /** An expert's packed share of a run comes without embeddings. */
    private boolean isLeftOut(Path input) throws IOException {
        return input.equals(run.embeddings()) && !Files.exists(input) && Files.exists(run.index().resolve(Manifest.NAME))
                && Manifest.read(run.index()).recipe().inputs().containsKey("index");
    }

    /** The folders that the recipe of a folder names as inputs, by the name it uses. */
    private Map<String, Path> inputs(Path folder) throws IOException {
        Map<String, Path> inputs = new LinkedHashMap<>(
                Map.of("index", run.index(), "embeddings", run.embeddings(), "clusters", run.clusters(), "assignments", run.assignments(),
                        "seed model", run.seed()));
        run.models().forEach((name, model) -> inputs.put("model " + name, model));
        inputs.put("task", folder.resolve("../..").normalize());
        return inputs;
    }

    private static String fingerprint(Path folder, String input) throws IOException {
        return Files.exists(folder.resolve(Manifest.NAME)) ? Manifest.read(folder).fingerprintAs(input) : "";
    }
}
