package io.mode4j.task;

import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of tasks that are known, in the order of tables.
 *
 * @param all of different names
 */
public record TaskKinds(List<TaskKind> all) {

    /** Copies the list. */
    public TaskKinds {
        all = List.copyOf(all);
    }

    /** The kinds that this program has: a new one is named here. */
    public static TaskKinds standard() {
        return new TaskKinds(List.of(new ClassificationKind(), new MultiLabelKind(), new RetrievalKind()));
    }

    /** These and another. */
    public TaskKinds and(TaskKind another) {
        List<TaskKind> more = new ArrayList<>(all);
        more.add(another);
        return new TaskKinds(more);
    }

    /** The kind of that name. */
    TaskKind of(String name) {
        return all.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("key 'kind': %s expected, found '%s'".formatted(
                        String.join(" or ", all.stream().map(TaskKind::name).toList()), name)));
    }

    /** The metrics of all kinds, each once, in the order of tables. */
    public List<Metric> metrics() {
        return all.stream().flatMap(kind -> kind.metrics().stream()).distinct().toList();
    }
}
