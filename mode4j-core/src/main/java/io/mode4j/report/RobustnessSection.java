package io.mode4j.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.td;

import io.mode4j.dataset.ImageNets;
import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.report.ModelsTable.Column;
import io.mode4j.task.ClassificationMetrics;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** How much of its accuracy on ImageNet a model keeps where the same classes look otherwise (the paper's table 3). Nothing where no such data set was evaluated. */
final class RobustnessSection implements Section {

    private static final String ACCURACY = ClassificationMetrics.ACC1.wireName();
    private static final String AVERAGE = "average";

    /** A task on one of these data sets. */
    private record Shown(ImageNets which, TaskResult task) {

        boolean isShift() {
            return which != ImageNets.IMAGENET;
        }

        OptionalDouble of(String model) {
            return Evaluation.value(task.results(), ACCURACY, model);
        }
    }

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<Shown> shown = evaluation.tasks()
                .stream()
                .flatMap(task -> ImageNets.of(task.name()).map(which -> new Shown(which, task)).stream())
                .sorted(Comparator.comparing(Shown::which))
                .toList();
        List<Shown> shifts = shown.stream().filter(Shown::isShift).toList();
        if (shifts.isEmpty()) {
            return each();
        }
        List<String> models = evaluation.wholes();
        List<Column> columns = new ArrayList<>();
        shown.forEach(one -> columns.add(Column.of(one.which.heading(), one.task.results(), ACCURACY, models)));
        SequencedMap<String, Double> averages = averages(shifts, models);
        columns.add(Column.of("average of %d".formatted(shifts.size()), Map.of(AVERAGE, averages), AVERAGE, models));
        Optional<Shown> base = shown.stream().filter(one -> !one.isShift()).findFirst();
        base.ifPresent(one -> columns.add(new Column("vs ImageNet", model -> gap(one, averages, model))));
        return section(h2("Robustness"), p(
                "Accuracy in percent on data sets of ImageNet’s classes whose pictures are others; ● marks the best of a column. The average is over %s%s."
                        .formatted(String.join(", ", shifts.stream().map(one -> one.which.heading()).toList()),
                                base.isPresent() ? "; the last column is how far it is from ImageNet’s, in points" : ""))
                .withClass("note"),
                ModelsTable.of(models, columns).withId("robustness"));
    }

    private static DomContent gap(Shown base, Map<String, Double> averages, String model) {
        Double average = averages.get(model);
        OptionalDouble accuracy = base.of(model);
        return td(average == null || accuracy.isEmpty() || model.equals(ModelNames.CHANCE) ? ""
                : Numbers.points(average - accuracy.getAsDouble())).withClass("number");
    }

    /** Of models that have all. */
    private static SequencedMap<String, Double> averages(List<Shown> shifts, List<String> models) {
        SequencedMap<String, Double> averages = new LinkedHashMap<>();
        for (String model : models) {
            if (shifts.stream().allMatch(one -> one.of(model).isPresent())) {
                averages.put(model, shifts.stream().mapToDouble(one -> one.of(model).orElseThrow()).average().orElseThrow());
            }
        }
        return averages;
    }
}
