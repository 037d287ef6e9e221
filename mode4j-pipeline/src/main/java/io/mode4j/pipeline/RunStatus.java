package io.mode4j.pipeline;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.LockHolder;
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
            if (folders.isEmpty()) {
                all.add(new FolderStatus(stage.folder(), State.LEFT, ""));
            }
            for (Path folder : folders) {
                all.add(status(stage, folder, jobs));
            }
        }
        return all;
    }

    /** The folders with a manifest of their own: one a stage, or one a model or task, and one a model's answers to a task. */
    private List<Path> folders(StageName stage, JobStatus jobs) throws IOException {
        Path folder = run.of(stage);
        return switch (stage) {
            case EXPERTS, BASELINES -> models(folder, jobs);
            case EVALUATE -> tasks();
            case SEED -> Files.isDirectory(folder) || jobs.isOf(folder) ? List.of(folder) : List.of();
            default -> Files.isDirectory(folder) ? List.of(folder) : List.of();
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
        String name = run.root().relativize(folder).toString();
        if (!Files.exists(folder.resolve(Manifest.NAME))) {
            Optional<LockHolder> holder = StageLock.holder(folder);
            if (jobs.isOf(folder)) {
                return jobs.status(name, folder, holder);
            }
            if (holder.isPresent()) {
                return new FolderStatus(name, State.RUNNING, holder.get().toString());
            }
            if (stage == StageName.EVALUATE && run.evaluated().isOfOlderVersion(String.valueOf(folder.getFileName()))) {
                return new FolderStatus(name, State.OUTDATED, "scored by an older mode4j; option redo " + stage + " makes it again");
            }
            return new FolderStatus(name, State.INTERRUPTED, "the same command again goes on");
        }
        try {
            Manifest manifest = Manifest.read(folder);
            if (check) {
                manifest.verify(folder);
            }
            List<String> changed = changed(manifest, folder);
            return changed.isEmpty() ? new FolderStatus(name, State.DONE, "")
                    : new FolderStatus(name, State.OUTDATED,
                            "made from another " + String.join(", ", changed) + "; option redo " + stage + " makes it again");
        } catch (DamagedException e) {
            return new FolderStatus(name, State.DAMAGED, e.getMessage() + "; option redo " + stage + " makes it again");
        }
    }

    private List<String> changed(Manifest manifest, Path folder) throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Path> input : inputs(folder).entrySet()) {
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
