package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Zero-shot classification: {@link Classification}. */
public final class ClassificationKind implements TaskKind {

    @Override
    public String name() {
        return "classification";
    }

    @Override
    public Set<String> keys() {
        return Set.of("name", "kind", "shards", TaskKeys.KEY_END, "images", "label", "classes", "templates", "metric");
    }

    @Override
    public Classification read(TaskKeys keys) throws IOException {
        boolean folder = keys.has("images");
        if (folder == keys.has("shards")) {
            throw keys.bad("exactly one of the keys 'shards' and 'images' expected");
        }
        if (folder == keys.has("label")) {
            throw keys.bad(folder ? "key 'label': the sub-folders' names are the labels" : "key 'label' is missing");
        }
        if (folder && keys.has(TaskKeys.KEY_END)) {
            throw keys.bad("key '%s': it is of shards, and a folder has none".formatted(TaskKeys.KEY_END));
        }
        PictureSource pictures = folder ? new PictureSource.Folder(keys.path("images")) : keys.shards("shards");
        List<String> templates = keys.has("templates") ? keys.texts("templates") : List.of("{}");
        List<ClassName> classes = classes(keys);
        String label = folder ? "" : keys.text("label");
        Metric metric = metric(keys.text("metric", ClassificationMetrics.ACC1.wireName()));
        if (ClassificationMetrics.OF_GROUPS.contains(metric)) {
            throw keys.bad("key 'metric': %s is of data sets whose pictures are in groups".formatted(metric.wireName()));
        }
        if (label.equals(Classification.CLS)) {
            if (classes.isEmpty()) {
                throw keys.bad("key 'classes' is missing; with label: cls it names the classes in the order of their numbers");
            }
            classes = numbered(classes);
        }
        return new Classification(keys.text("name"), pictures, label, classes, templates, metric);
    }

    /** The classes of the key {@code classes}; none where it is not there. */
    static List<ClassName> classes(TaskKeys keys) throws BadInputException {
        JsonNode list = keys.node("classes");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw keys.bad("key 'classes': a list of at least one class expected, found %s".formatted(list));
        }
        List<ClassName> classes = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.isObject()) {
                TaskKeys one = keys.inside("class " + (classes.size() + 1), entry, Set.of("label", "name"));
                classes.add(new ClassName(one.text("label", one.text("name")), one.text("name")));
            } else {
                String words = keys.scalar("classes", entry);
                classes.add(new ClassName(words, words));
            }
        }
        return classes;
    }

    /** The same classes, whose labels are their numbers. */
    static List<ClassName> numbered(List<ClassName> classes) {
        List<ClassName> numbered = new ArrayList<>();
        for (ClassName one : classes) {
            numbered.add(new ClassName(Integer.toString(numbered.size()), one.synonyms()));
        }
        return numbered;
    }

    @Override
    public List<Metric> metrics() {
        return ClassificationMetrics.ALL;
    }

    @Override
    public TaskWords words() {
        return new TaskWords("classes", "picture");
    }

    @Override
    public List<String> texts(JsonNode description) {
        return ClassTexts.names(description);
    }

    @Override
    public Labels truth(Path folder, JsonNode description) throws IOException {
        Path groups = folder.resolve(ClassificationQuestion.GROUPS);
        List<Metric> wanted = description.path("metrics").valueStream().map(metric -> metric(metric.asString())).toList();
        return new Labels(ClassTexts.count(description), Npy.readInts(folder.resolve(ClassificationQuestion.LABELS)),
                Files.exists(groups) ? Npy.readInts(groups) : Labels.NO_GROUPS, wanted);
    }
}
