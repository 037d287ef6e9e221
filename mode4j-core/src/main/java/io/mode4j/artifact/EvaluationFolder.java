package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything of an evaluation is. What is below {@link #tasks} is made once a task, or once a task and model, and never changed; all else is made from it anew
 * whenever it is asked for.
 *
 * @param root the folder {@code evaluation} of a run
 */
public record EvaluationFolder(Path root) {

    /** The folders of all tasks. */
    public Path tasks() {
        return root.resolve("tasks");
    }

    /** What a task asks: a stage's folder. */
    public Path task(String name) {
        return tasks().resolve(name);
    }

    /** The answers of all models to a task, a folder a model. */
    public Path logits(String task) {
        return task(task).resolve("logits");
    }

    /** Whether the answers to a task are as older versions kept them, in one folder with one list of all models. */
    public boolean isOfOlderVersion(String task) throws IOException {
        Path logits = logits(task);
        if (!Files.isDirectory(logits)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(logits)) {
            return inside.anyMatch(path -> Files.isRegularFile(path) && !FileLayer.isTemporary(path));
        }
    }

    /** The answers of a model to a task: a stage's folder. */
    public Path logits(String task, String model) {
        return logits(task).resolve(model);
    }

    /** How much every expert counts, a folder a task. */
    public Path weights() {
        return root.resolve("weights");
    }

    /** A task's pictures as the clusters' model embeds them, where the experts are weighed by pictures: a stage's folder. */
    public Path pictureEmbeddings(String task) {
        return task(task).resolve("picture_embeddings");
    }

    /** How much every expert counts for a task. */
    public Path weights(String task) {
        return weights().resolve(task);
    }

    /** Every figure, a line each. */
    public Path resultsCsv() {
        return root.resolve("results.csv");
    }

    /** Every figure, with weights and what the report says of tasks. */
    public Path resultsJson() {
        return root.resolve("results.json");
    }

    /** The table that MoDE's published code writes. */
    public Path referenceCsv() {
        return root.resolve("result.csv");
    }

    /** What CLIP_benchmark would say of a data set and a model. */
    public Path benchmark(String name) {
        return root.resolve("benchmark").resolve(name + ".json");
    }

    /** All of these that are there, sorted. */
    public List<Path> benchmarks() throws IOException {
        Path folder = root.resolve("benchmark");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(file -> file.toString().endsWith(".json") && !FileLayer.isTemporary(file)).sorted().toList();
        }
    }

    /** All of these in one table. */
    public Path benchmarkCsv() {
        return root.resolve("benchmark.csv");
    }

    /** Linear probes, a folder a data set; in it one a model, and in that one a probe. */
    public Path probes() {
        return root.resolve("probes");
    }

    /** The report. */
    public Path report() {
        return root.resolve("report.html");
    }

    /** The page of the clusters, beside the report. */
    public Path clustersPage() {
        return root.resolve("clusters.html");
    }

    /** Decoded pictures, while models look at them. */
    public Path scratch() {
        return root.resolve("scratch");
    }
}
