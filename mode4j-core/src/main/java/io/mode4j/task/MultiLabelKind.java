package io.mode4j.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Zero-shot classification by several labels: {@link MultiLabel}. */
public final class MultiLabelKind implements TaskKind {

    @Override
    public String name() {
        return "multilabel";
    }

    @Override
    public Set<String> keys() {
        return Set.of("name", "kind", "shards", TaskKeys.KEY_END, "classes", "templates");
    }

    @Override
    public MultiLabel read(TaskKeys keys) throws IOException {
        List<ClassName> classes = ClassificationKind.numbered(ClassificationKind.classes(keys));
        if (classes.isEmpty()) {
            throw keys.bad("key 'classes' is missing; it names the classes in the order of the numbers in key.npy");
        }
        return new MultiLabel(keys.text("name"), keys.shards("shards"), classes,
                keys.has("templates") ? keys.texts("templates") : List.of("{}"), TaskOrigin.of(keys.text("name")));
    }

    @Override
    public List<Metric> metrics() {
        return List.of(LabelSets.MEAN_AVERAGE_PRECISION);
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
    public LabelSets truth(Path folder, JsonNode description) throws IOException {
        return MultiLabelQuestion.truth(folder);
    }
}
