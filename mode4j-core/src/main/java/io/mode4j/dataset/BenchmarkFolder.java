package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileTree;
import io.mode4j.artifact.TextFile;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.task.Labelling;
import io.mode4j.task.Metric;
import io.mode4j.task.PictureSource;
import io.mode4j.task.TaskOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A data set as CLIP_benchmark and DataComp lay it out:
 *
 * <pre>
 * classnames.txt                             a class a line, in the order of their numbers
 * zeroshot_classification_templates.txt      a template a line, with {c} or {}
 * dataset_type.txt                           retrieval or multilabel; without it classification
 * test/nshards.txt, test/0.tar, test/1.tar   and train/, val/ likewise, where there are such
 * </pre>
 *
 * Beside each picture lies {@code key.cls}, the number of its class; {@code key.npy}, a number for each class; or {@code key.txt}, a caption a line.
 */
final class BenchmarkFolder {
    private static final String SHARDS = "nshards.txt";
    private static final String TYPE = "dataset_type.txt";
    private static final List<String> SPLITS = List.of(DataSet.TRAIN, DataSet.VALIDATION, DataSet.TEST);
    /** They ask for several attributes of faces at once, each with class names and templates of its own. */
    private static final Set<String> OTHER_KIND = Set.of("fairface", "utkface");

    private final Path folder;
    private final String name;
    private final DataSetOptions options;
    private final List<String> remarks = new ArrayList<>();

    private BenchmarkFolder(Path folder, DataSetOptions options) {
        this.folder = folder;
        this.name = DataSetNames.of(folder);
        this.options = options;
    }

    /** Whether a folder is one. */
    static boolean is(Path folder) {
        return Files.exists(folder.resolve(TYPE)) || SPLITS.stream().anyMatch(split -> Files.exists(folder.resolve(split).resolve(SHARDS)));
    }

    /**
     * Opens one; reads texts, and no tar.
     *
     * @throws BadInputException if a file is missing, or says what cannot be
     */
    static DataSet open(Path folder, DataSetOptions options, String language) throws IOException {
        return new BenchmarkFolder(folder, options).open(language);
    }

    private DataSet open(String language) throws IOException {
        if (OTHER_KIND.contains(DataSetNames.withoutCollection(name))) {
            throw new BadInputException(
                    folder + ": this data set asks for several attributes at once, which is not evaluated; leave it out of the pattern");
        }
        DataKind kind = kind();
        List<Metric> metrics = MainMetrics.ofBenchmark(name, kind);
        SequencedMap<String, PictureSource> splits = splits(kind);
        if (kind == DataKind.RETRIEVAL) {
            return new DataSet(new TaskOrigin(name, TaskOrigin.ENGLISH, ""), Layout.BENCHMARK, kind, splits, Labelling.numbers(), List.of(),
                    List.of(), metrics, remarks);
        }
        Texts names = Texts.classNames(FolderTexts.demand(folder, FolderTexts.CLASS_NAMES, "classnames", language, options.classNames()),
                name);
        Texts templates = Texts.templates(FolderTexts.demand(folder, FolderTexts.TEMPLATES, "templates", language, options.templates()),
                name);
        remarks.addAll(names.remarks());
        remarks.addAll(templates.remarks());
        Labelling labelling = MainMetrics.ofGroups(metrics.getFirst()) ? Labelling.numbers().withGroups() : Labelling.numbers();
        return new DataSet(new TaskOrigin(name, language, ""), Layout.BENCHMARK, kind, splits, labelling, ClassNumbers.of(names.values()),
                templates.firsts(), metrics, remarks);
    }

    private DataKind kind() throws IOException {
        Path file = folder.resolve(TYPE);
        if (!Files.exists(file)) {
            return DataKind.CLASSIFICATION;
        }
        String found = TextFile.read(file).strip().toLowerCase(Locale.ROOT);
        return switch (found) {
            case "retrieval" -> DataKind.RETRIEVAL;
            case "multilabel" -> DataKind.MULTILABEL;
            case "classification" -> DataKind.CLASSIFICATION;
            default ->
                throw new BadInputException("%s: classification, multilabel or retrieval expected, found '%s'".formatted(file, found));
        };
    }

    private SequencedMap<String, PictureSource> splits(DataKind kind) throws IOException {
        SequencedMap<String, PictureSource> splits = new LinkedHashMap<>();
        for (String split : SPLITS) {
            if (split.equals(DataSet.TEST) || Files.exists(folder.resolve(split).resolve(SHARDS))) {
                splits.put(split, new PictureSource.Shards(shards(folder.resolve(split)), KeyEnd.FIRST_DOT,
                        kind == DataKind.RETRIEVAL ? TxtLines.LINES : TxtLines.WHOLE));
            }
        }
        return splits;
    }

    private List<String> shards(Path split) throws IOException {
        Path file = split.resolve(SHARDS);
        if (!Files.exists(file)) {
            throw new BadInputException("%s expected, with the number of the tars 0.tar, 1.tar, … beside it; found none".formatted(file));
        }
        String text = TextFile.read(file).strip();
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw new BadInputException("%s: the number of tars expected, found '%s'".formatted(file, text));
        }
        int count = Integer.parseInt(text);
        List<String> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Path shard = split.resolve(i + ".tar");
            if (!Files.exists(shard)) {
                throw new BadInputException("%s says that there are %d tars; %s expected, found none".formatted(file, count, shard));
            }
            shards.add(shard.toString());
        }
        int found = FileTree.files(split, 1, one -> one.toString().endsWith(".tar")).size();
        if (found > count) {
            remarks.add(
                    "tars in %s that nshards.txt does not count, and that are not read: %d".formatted(split.getFileName(), found - count));
        }
        return shards;
    }
}
