package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileTree;
import io.mode4j.task.ClassName;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.Labelling;
import io.mode4j.task.PictureSource;
import io.mode4j.task.TaskOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Pictures in a folder for each class, {@code CLASS/picture.jpg}, or {@code test/CLASS/picture.jpg} with {@code train} and {@code val} beside it. The sub-folders sorted by name are the classes, as
 * torchvision numbers them; {@code classnames.txt} and {@code zeroshot_classification_templates.txt} may name them better.
 */
final class ImageFolder {
    private static final List<String> TRAIN = List.of("train");
    private static final List<String> VALIDATION = List.of("val", "validation", "dev");
    private static final String TEMPLATE = "a photo of a {}";

    private ImageFolder() {}

    /** Whether a folder is one: it has sub-folders. */
    static boolean is(Path folder) throws IOException {
        return Files.isDirectory(folder) && !classFolders(folder).isEmpty();
    }

    /**
     * Opens one; opens no picture.
     *
     * @throws BadInputException if class names do not fit the sub-folders
     */
    static DataSet open(Path folder, DataSetOptions options, String language) throws IOException {
        String name = DataSetNames.of(folder);
        SequencedMap<String, Path> splits = splits(folder);
        List<String> remarks = new ArrayList<>();
        List<String> labels = classFolders(splits.getOrDefault(DataSet.TEST, folder));
        Optional<Path> names = FolderTexts.find(folder, FolderTexts.CLASS_NAMES, language, options.classNames());
        List<ClassName> classes = names.isEmpty() ? classes(labels, labels.stream().map(List::of).toList(), folder)
                : classes(labels, remarked(Texts.classNames(names.get(), name), remarks), names.get());
        Optional<Path> templates = FolderTexts.find(folder, FolderTexts.TEMPLATES, language, options.templates());
        List<String> prompts = templates.isEmpty() ? List.of(TEMPLATE)
                : remarked(Texts.templates(templates.get(), name), remarks).stream().map(List::getFirst).toList();
        SequencedMap<String, PictureSource> sources = new LinkedHashMap<>();
        splits.forEach((split, path) -> sources.put(split, new PictureSource.Folder(path)));
        return new DataSet(new TaskOrigin(name, language, ""), Layout.IMAGE_FOLDER, DataKind.CLASSIFICATION, sources, labelling(), classes,
                prompts, List.of(ClassificationMetrics.ACC1), remarks);
    }

    /** Labels are the sub-folders' names, all of which are classes. */
    static Labelling labelling() {
        return new Labelling("", true, false);
    }

    /**
     * The classes of sub-folders.
     *
     * @param labels the sub-folders, sorted
     * @param names  of each the synonyms
     * @param where  the names are from, for messages
     */
    static List<ClassName> classes(List<String> labels, List<List<String>> names, Object where) throws BadInputException {
        if (labels.size() != names.size()) {
            throw new BadInputException("%s: %d class names, and there are %d sub-folders, one a class: %s".formatted(where, names.size(),
                    labels.size(), String.join(", ", labels.subList(0, Math.min(5, labels.size()))) + (labels.size() > 5 ? ", …" : "")));
        }
        List<ClassName> classes = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            classes.add(new ClassName(labels.get(i), names.get(i)));
        }
        return classes;
    }

    /** The sub-folders' names, sorted; hidden ones are none. */
    static List<String> classFolders(Path folder) throws IOException {
        return FileTree.folders(folder, 1)
                .stream()
                .map(inside -> inside.getFileName().toString())
                .filter(name -> !name.startsWith("."))
                .toList();
    }

    private static List<List<String>> remarked(Texts texts, List<String> remarks) {
        remarks.addAll(texts.remarks());
        return texts.values();
    }

    private static SequencedMap<String, Path> splits(Path folder) throws IOException {
        SequencedMap<String, Path> splits = new LinkedHashMap<>();
        if (!isSplit(folder.resolve(DataSet.TEST)) && VALIDATION.stream().noneMatch(name -> isSplit(folder.resolve(name)))) {
            splits.put(DataSet.TEST, folder);
            return splits;
        }
        put(splits, DataSet.TRAIN, folder, TRAIN);
        put(splits, DataSet.VALIDATION, folder, VALIDATION);
        put(splits, DataSet.TEST, folder, List.of(DataSet.TEST));
        if (!splits.containsKey(DataSet.TEST)) {
            Path validation = splits.remove(DataSet.VALIDATION);
            splits.put(DataSet.TEST, validation);
        }
        return splits;
    }

    private static void put(SequencedMap<String, Path> splits, String split, Path folder, List<String> names) throws IOException {
        for (String name : names) {
            if (isSplit(folder.resolve(name))) {
                splits.putIfAbsent(split, folder.resolve(name));
            }
        }
    }

    private static boolean isSplit(Path folder) {
        try {
            return is(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
