package io.mode4j.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Zero-shot classification by several labels: {@link MultiLabel}. */
public final class MultiLabelKind implements ClassesKind {

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
        return new MultiLabel(keys.text("name"), keys.shards("shards"),
                ClassesKind.numbered(keys, "it names the classes in the order of the numbers in key.npy"), ClassesKind.templates(keys),
                TaskOrigin.of(keys.text("name")));
    }

    @Override
    public List<Metric> metrics() {
        return List.of(LabelSets.MEAN_AVERAGE_PRECISION);
    }

    @Override
    public LabelSets truth(Path folder, JsonNode description) throws IOException {
        return MultiLabelQuestion.truth(folder);
    }
}
