package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.task.ClassName;
import io.mode4j.task.Labelling;
import io.mode4j.task.PictureSource;
import io.mode4j.task.TaskOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * A {@code clipeval} folder, as MetaCLIP and MoDE have it:
 *
 * <pre>
 * dataset_catalog.json   task: {path, type, train, test}; type is imagefolder, filelist, or special
 * labels.json            task: [class name, or a list of synonyms, …]
 * templates.json         task: [prompt with {}, …]
 * </pre>
 *
 * A path is absolute, or relative to the folder, or else to the working folder, from where these scripts are run.
 */
final class ClipEval {
    private static final String CATALOG = "dataset_catalog.json";
    private static final String LABELS = "labels.json";
    private static final String TEMPLATES = "templates.json";
    private static final List<String> SPLITS = List.of(DataSet.TRAIN, DataSet.TEST);

    private final Path folder;
    private final JsonNode catalog;
    private final JsonNode labels;
    private final JsonNode templates;

    private ClipEval(Path folder) throws IOException {
        this.folder = folder;
        this.catalog = object(CATALOG, "a catalogue of data sets");
        this.labels = object(LABELS, "class names by task");
        this.templates = object(TEMPLATES, "templates by task");
    }

    private JsonNode object(String name, String what) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new BadInputException("%s: %s expected, found none; a clipeval folder has %s, %s and %s".formatted(folder, name, CATALOG,
                    LABELS, TEMPLATES));
        }
        JsonNode root = JsonText.read(file, what);
        if (!root.isObject() || root.isEmpty()) {
            throw new BadInputException(
                    "%s: %s expected, a JSON object of at least one; found %s".formatted(file, what, root.getNodeType()));
        }
        return root;
    }

    /** Whether a folder is one. */
    static boolean is(Path folder) {
        return Files.exists(folder.resolve(CATALOG));
    }

    /**
     * Every task of the catalogue, in its order, or why one cannot be used.
     *
     * @throws BadInputException if the folder is none, or a file in it cannot be read
     */
    static List<DataSets.Found> open(Path folder) throws IOException {
        ClipEval eval = new ClipEval(LocalPaths.absolute(folder));
        List<DataSets.Found> found = new ArrayList<>();
        for (String task : eval.catalog.propertyNames()) {
            try {
                found.add(DataSets.Found.of(folder, eval.dataSet(task)));
            } catch (BadInputException e) {
                found.add(DataSets.Found.bad(task, folder, e));
            }
        }
        return found;
    }

    private DataSet dataSet(String task) throws IOException {
        JsonNode entry = catalog.get(task);
        Path root = place(task, text(task, entry, "path"));
        Texts names = Texts.classNames(of(labels, LABELS, task), where(LABELS, task));
        Texts prompts = Texts.templates(of(templates, TEMPLATES, task), where(TEMPLATES, task));
        String type = text(task, entry, "type");
        SequencedMap<String, PictureSource> splits = switch (type) {
            case "imagefolder" -> splits(task, entry, (_, name) -> new PictureSource.Folder(demandFolder(task, root.resolve(name))));
            case "filelist" -> splits(task, entry, (_, name) -> NumberFiles.npy(root, name));
            case "special" -> special(task, root);
            default -> throw new BadInputException("%s: type imagefolder, filelist or special expected, found '%s'".formatted(where(CATALOG,
                    task), type));
        };
        boolean folders = type.equals("imagefolder");
        List<ClassName> classes = folders ? ofFolders(task, splits, names) : ClassNumbers.of(names.values());
        List<String> remarks = new ArrayList<>(names.remarks());
        String average = MainMetrics.clip26().contains(task) ? TaskOrigin.CLIP_26 : "";
        return new DataSet(new TaskOrigin(DataSetNames.of(task), TaskOrigin.ENGLISH, average), Layout.CLIPEVAL, DataKind.CLASSIFICATION,
                splits, folders ? ImageFolder.labelling() : Labelling.numbers(), classes, prompts.firsts(),
                List.of(MainMetrics.ofClipEval(task)), remarks);
    }

    private interface Opening {
        PictureSource open(String split, String name) throws IOException;
    }

    /** The splits that the entry names; it must name the one that is evaluated. */
    private SequencedMap<String, PictureSource> splits(String task, JsonNode entry, Opening opening) throws IOException {
        SequencedMap<String, PictureSource> splits = new LinkedHashMap<>();
        for (String split : SPLITS) {
            boolean evaluated = split.equals(DataSet.TEST);
            String name = evaluated ? text(task, entry, split) : entry.path(split).asString("");
            if (evaluated) {
                splits.put(split, opening.open(split, name));
            } else if (!name.isEmpty()) {
                putIfThere(splits, split, name, opening);
            }
        }
        return splits;
    }

    /** Nobody need have the pictures to learn from. */
    private static void putIfThere(Map<String, PictureSource> splits, String split, String name, Opening opening) throws IOException {
        try {
            splits.put(split, opening.open(split, name));
        } catch (BadInputException _) {
            // a probe of it says that there is no such split
        }
    }

    private SequencedMap<String, PictureSource> special(String task, Path root) throws IOException {
        SequencedMap<String, PictureSource> splits = new LinkedHashMap<>();
        Opening opening = switch (task) {
            case "CIFAR10" -> (split, _) -> NumberFiles.cifar10(root, split.equals(DataSet.TRAIN));
            case "CIFAR100" -> (split, _) -> NumberFiles.cifar100(root, split.equals(DataSet.TRAIN));
            case "MNIST" -> (split, _) -> NumberFiles.mnist(root, split.equals(DataSet.TRAIN));
            case "STL10" -> (split, _) -> NumberFiles.stl10(root, split.equals(DataSet.TRAIN));
            default ->
                throw new BadInputException("%s: type special is of CIFAR10, CIFAR100, MNIST and STL10 alone".formatted(where(CATALOG,
                        task)));
        };
        putIfThere(splits, DataSet.TRAIN, "", opening);
        splits.put(DataSet.TEST, opening.open(DataSet.TEST, ""));
        return splits;
    }

    private List<ClassName> ofFolders(String task, SequencedMap<String, PictureSource> splits, Texts names) throws IOException {
        if (!(splits.get(DataSet.TEST) instanceof PictureSource.Folder(Path pictures))) {
            throw new IllegalStateException(task + " is of folders");
        }
        return ImageFolder.classes(ImageFolder.classFolders(pictures), names.values(), where(LABELS, task) + ", " + pictures);
    }

    private Path place(String task, String path) throws BadInputException {
        Path inside = folder.resolve(path).normalize();
        Path working = Path.of(path).toAbsolutePath().normalize();
        if (Files.isDirectory(inside)) {
            return inside;
        }
        if (!Files.isDirectory(working)) {
            throw new BadInputException(
                    "%s: a folder at path '%s' expected, found none at %s%s".formatted(where(CATALOG, task), path, inside,
                            working.equals(inside) ? "" : ", nor at " + working));
        }
        return working;
    }

    private Path demandFolder(String task, Path pictures) throws BadInputException {
        if (!Files.isDirectory(pictures)) {
            throw new BadInputException("%s: a folder with a sub-folder for each class expected at %s, found none".formatted(where(CATALOG,
                    task), pictures));
        }
        return pictures;
    }

    private JsonNode of(JsonNode all, String file, String task) throws BadInputException {
        JsonNode found = all.get(task);
        if (found == null) {
            throw new BadInputException("%s: an entry expected, as the catalogue has one; found none".formatted(where(file, task)));
        }
        return found;
    }

    private String text(String task, JsonNode entry, String key) throws BadInputException {
        JsonNode value = entry.path(key);
        if (!value.isString() || value.asString().isBlank()) {
            throw new BadInputException("%s: key '%s' expected, a text; found %s".formatted(where(CATALOG, task), key,
                    value.isMissingNode() ? "none" : value));
        }
        return value.asString();
    }

    private String where(String file, String task) {
        return "%s, task '%s'".formatted(folder.resolve(file), task);
    }
}
