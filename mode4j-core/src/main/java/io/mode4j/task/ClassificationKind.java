package io.mode4j.task;

import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Zero-shot classification: {@link Classification}. */
public final class ClassificationKind implements ClassesKind {

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
        String label = folder ? "" : keys.text("label");
        Metric metric = metric(keys.text("metric", ClassificationMetrics.ACC1.wireName()));
        if (ClassificationMetrics.OF_GROUPS.contains(metric)) {
            throw keys.bad("key 'metric': %s is of data sets whose pictures are in groups".formatted(metric.wireName()));
        }
        List<ClassName> classes = label.equals(Classification.CLS)
                ? ClassesKind.numbered(keys, "with label: cls it names the classes in the order of their numbers")
                : ClassesKind.classes(keys);
        return new Classification(keys.text("name"), pictures, label, classes, ClassesKind.templates(keys), metric);
    }

    @Override
    public List<Metric> metrics() {
        return ClassificationMetrics.ALL;
    }

    @Override
    public Labels truth(Path folder, JsonNode description) throws IOException {
        Path groups = folder.resolve(ClassificationQuestion.GROUPS);
        List<Metric> wanted = description.path("metrics").valueStream().map(metric -> metric(metric.asString())).toList();
        return new Labels(ClassTexts.count(description), Npy.readInts(folder.resolve(ClassificationQuestion.LABELS)),
                Files.exists(groups) ? Npy.readInts(groups) : Labels.NO_GROUPS, wanted);
    }
}
