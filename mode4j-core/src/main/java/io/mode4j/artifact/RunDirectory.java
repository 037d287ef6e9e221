package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where everything of a run is; docs/formats.md shows the whole tree.
 *
 * @param root       the run directory
 * @param generation whose experts are asked for, {@link #NEWEST} for those of the one that counts
 */
public record RunDirectory(Path root, int generation) {
    /** Whichever generation counts. */
    public static final int NEWEST = -1;
    /** In an arrival: where the pairs of its experts are. */
    public static final String TRAINING = "training";
    private static final int DEPTH = 6;

    /** The run as it is. */
    public RunDirectory(Path root) {
        this(root, NEWEST);
    }

    /** The folder of a stage. */
    public Path of(StageName stage) {
        return root.resolve(stage.folder());
    }

    /** One row a pair, a file a shard. */
    public Path index() {
        return of(StageName.INDEX);
    }

    /** Caption embeddings, row-aligned with the index. */
    public Path embeddings() {
        return of(StageName.EMBED);
    }

    /** The folder whose manifest says how captions were embedded: the embeddings, or the clusters where those are gone. */
    public Path saysEncoder() {
        return Files.exists(embeddings().resolve(Manifest.NAME)) ? embeddings() : clusters();
    }

    /** Fine and coarse centres. */
    public Path clusters() {
        return of(StageName.CLUSTER);
    }

    /** The nearest fine centre of every row. */
    public Path assignments() {
        return of(StageName.ASSIGN);
    }

    /** The seed model. */
    public Path seed() {
        return of(StageName.SEED);
    }

    /** The models of the coarse clusters. */
    public Path experts() {
        return of(StageName.EXPERTS);
    }

    /** The models that the experts are compared with. */
    public Path baselines() {
        return of(StageName.BASELINES);
    }

    /** Models that were trained for one task each, by the fine clusters that it selects. */
    public Path selected() {
        return root.resolve("selected");
    }

    /** Logits, weights, results and the report. */
    public Path evaluation() {
        return of(StageName.EVALUATE);
    }

    /** What lies where in {@link #evaluation}. */
    public EvaluationFolder evaluated() {
        return new EvaluationFolder(evaluation());
    }

    /** Of the folder of pairs that arrived: the page that shows what is new in them. */
    public Path growthPage() {
        return root.resolve("growth.html");
    }

    /** What the experts say of all pairs, for those who learn from them, a folder an expert. */
    public Path teachers() {
        return root.resolve("teachers");
    }

    /** How hard and how clean the negatives of batches are. */
    public Path negatives() {
        return root.resolve("negatives");
    }

    /** The options that the run was made with. */
    public Path options() {
        return root.resolve("run.json");
    }

    /** The drawn data of a quickstart. */
    public Path data() {
        return root.resolve("data");
    }

    /** When each stage ran and how long it took. */
    public Path stageLog() {
        return root.resolve("stages.jsonl");
    }

    /** The states of a run that grows, a file each. */
    public Path generations() {
        return root.resolve("generations");
    }

    /** The keys that were retired in generations that were discarded, a line each. */
    public Path retired() {
        return root.resolve("retired.txt");
    }

    /** All that came with a generation, laid out as a run directory: pairs, centres, experts. */
    public RunDirectory arrival(int number) {
        return new RunDirectory(arrivals().resolve(String.valueOf(number)));
    }

    /** In an arrival: the index of the pairs that an expert was trained on. */
    public Path training(String expert) {
        return root.resolve(TRAINING).resolve(expert);
    }

    /** All that came after the run was trained, a folder a generation. Locked while the run grows. */
    public Path arrivals() {
        return root.resolve("arrivals");
    }

    /** Logs of the processes that a run is shared out among, and what is known of them. */
    public Path jobs() {
        return root.resolve("jobs");
    }

    /** The stage whose folder another is, or is in. */
    public Optional<StageName> stageOf(Path folder) {
        return Arrays.stream(StageName.values()).filter(stage -> folder.startsWith(of(stage))).findFirst();
    }

    /** What every folder of every stage says that it is made from, begun or done, as the content of the file that says so: equal as long as no stage begins. */
    public SortedMap<Path, String> recipes() throws IOException {
        SortedMap<Path, String> recipes = new TreeMap<>();
        for (StageName stage : StageName.values()) {
            LiveFiles.each(of(stage), DEPTH, file -> {
                if (StageFolder.tellsRecipe(file)) {
                    recipes.put(file, Fingerprints.ofFile(file));
                }
            });
        }
        return recipes;
    }

    /** The folder of every finished model by its name, in the order of the tables: seed, experts, baselines. */
    public SequencedMap<String, Path> models() throws IOException {
        SequencedMap<String, Path> models = new LinkedHashMap<>();
        models.put("seed", seed());
        models.putAll(trainedExperts());
        models.putAll(finished(baselines()));
        return models;
    }

    /** The folder of every finished expert by its name: of the generation that counts, where the run has grown. */
    public SequencedMap<String, Path> trainedExperts() throws IOException {
        Generations generations = new Generations(this);
        if (generation != NEWEST) {
            return generations.experts(generation);
        }
        return generations.any() ? generations.currentExperts() : firstExperts();
    }

    /** The experts that the run was trained with. */
    SequencedMap<String, Path> firstExperts() throws IOException {
        return finished(experts());
    }

    /** The folders in another, by name, of models or tasks, done or not; none where it is not there. */
    public static List<Path> foldersIn(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(parent)) {
            return inside.filter(Files::isDirectory).filter(folder -> !folder.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private static SequencedMap<String, Path> finished(Path parent) throws IOException {
        SequencedMap<String, Path> finished = new LinkedHashMap<>();
        for (Path folder : foldersIn(parent)) {
            if (Files.exists(folder.resolve(Manifest.NAME))) {
                finished.put(String.valueOf(folder.getFileName()), folder);
            }
        }
        return finished;
    }
}
