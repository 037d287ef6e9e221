package io.mode4j.trace;

import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Traces of keys in all of a run: in its own pairs, in those that arrived later, and in the pairs that each expert was trained on that came later.
 *
 * @param parts in the order in which they came; the run's own first
 */
public record RunTrace(List<Part> parts) {
    /** Which caption counts does not matter to which pair is seen. */
    private static final CaptionChoice ANY = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

    /**
     * Traces in pairs of one index.
     *
     * @param of     which pairs these are, in words; empty for those of the run itself
     * @param models the folders of the models that were trained on them, by name
     */
    public record Part(String of, Trace trace, SequencedMap<String, Path> models) {}

    /**
     * Traces keys.
     *
     * @param threads that look through an index, each at one of its shards
     * @throws io.mode4j.artifact.BadInputException if the run has no finished index
     */
    public static RunTrace of(RunDirectory run, Collection<String> keys, int threads) throws IOException {
        SequencedMap<String, Path> models = models(run);
        List<Part> parts = new ArrayList<>(List.of(new Part("", Trace.of(data(run), models, keys, threads), models)));
        Generations generations = new Generations(run);
        for (int number : generations.numbers()) {
            if (number > 0) {
                addArrived(run, generations.read(number), keys, threads, parts);
            }
        }
        return new RunTrace(List.copyOf(parts));
    }

    private static void addArrived(RunDirectory run, Generation generation, Collection<String> keys, int threads, List<Part> parts)
            throws IOException {
        RunDirectory arrival = run.arrival(generation.number());
        Path clusters = run.root().resolve(generation.clusters());
        Generation.Data newest = generation.data().getLast();
        Path assignments = run.root().resolve(newest.assignments());
        if (run.root().resolve(newest.index()).equals(arrival.index())) {
            TrainData data = TrainData.clustered(arrival.index(), ANY, clusters, assignments);
            SequencedMap<String, Path> none = new LinkedHashMap<>();
            parts.add(new Part("arrived with generation " + generation.number(), Trace.of(data, none, keys, threads), none));
        }
        for (Map.Entry<String, Path> expert : arrival.trainedExperts().entrySet()) {
            TrainData seen = TrainData.clustered(arrival.training(expert.getKey()), ANY, clusters, assignments);
            parts.add(new Part("trained on by " + expert.getKey(),
                    Trace.ofGrown(seen, expert.getKey(), expert.getValue(), keys, threads), new LinkedHashMap<>(Map.ofEntries(expert))));
        }
    }

    private static TrainData data(RunDirectory run) {
        return isDone(run.assignments()) ? TrainData.clustered(run.index(), ANY, run.clusters(), run.assignments())
                : TrainData.unclustered(run.index(), ANY);
    }

    private static SequencedMap<String, Path> models(RunDirectory run) throws IOException {
        SequencedMap<String, Path> models = new RunDirectory(run.root(), 0).models();
        RunDirectory.foldersIn(run.selected()).forEach(folder -> models.put(String.valueOf(folder.getFileName()), folder));
        models.values().removeIf(folder -> !isDone(folder));
        return models;
    }

    private static boolean isDone(Path folder) {
        return Files.exists(folder.resolve(Manifest.NAME));
    }

    /** {@return those of the keys that no pair has} */
    public SequencedSet<String> unknown(Collection<String> keys) {
        SequencedSet<String> unknown = new LinkedHashSet<>(keys);
        parts.forEach(part -> part.trace.pairs().forEach(pair -> unknown.remove(pair.key())));
        return unknown;
    }
}
