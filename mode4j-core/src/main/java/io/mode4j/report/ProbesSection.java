package io.mode4j.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;

import io.mode4j.probe.ProbeFigures;
import io.mode4j.probe.ProbeStage;
import io.mode4j.report.FiguresTable.Row;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/** Linear probes on the features of the run's models, and on those of its experts side by side (the paper's table 9). Nothing where there are none. */
final class ProbesSection implements Section {

    /** Models that learnt the same way from the same pictures. */
    private record Alike(String dataSet, String how) {}

    @Override
    public DomContent render(Report report) {
        if (report.probes().isEmpty()) {
            return each();
        }
        SequencedMap<Alike, SequencedMap<String, SequencedMap<String, Double>>> figures = new LinkedHashMap<>();
        for (ProbeFigures probe : report.probes()) {
            var ofAlike = figures.computeIfAbsent(new Alike(probe.dataSet(), probe.how()), _ -> new LinkedHashMap<>());
            probe.metrics()
                    .forEach((metric, value) -> {
                        if (!value.isNaN()) {
                            ofAlike.computeIfAbsent(metric, _ -> new LinkedHashMap<>()).put(probe.model(), value);
                        }
                    });
        }
        List<Row> main = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        figures.forEach((alike, byMetric) -> {
            main.add(new Row(alike.dataSet, alike.how, byMetric, ProbeFigures.MAIN));
            byMetric.sequencedKeySet().forEach(metric -> all.add(new Row(alike.dataSet, metric + " · " + alike.how, byMetric, metric)));
        });
        List<String> models = models(report);
        return section(h2("Linear probes"),
                p("Accuracy in percent of a linear classifier on a model’s features, learnt from the pictures of the split train and asked about those of test; ● marks the best of a row. "
                        + "Below the data set is how it was trained: solver, pictures of each class where they are few, beginning, seed.")
                        .withClass("note"),
                table(main, models.stream().filter(model -> !report.evaluation().isPart(model)).toList()).withId("probes"),
                details(summary("Every measure and model"), table(all, models)));
    }

    private static DivTag table(List<Row> rows, List<String> models) {
        return FiguresTable.of(rows.stream().map(row -> FiguresTable.row(row, models)).toList(), models, "data set");
    }

    /** In the order of the other tables; all experts together last. */
    private static List<String> models(Report report) {
        Set<String> probed = new TreeSet<>(
                Comparator.comparing((String model) -> model.equals(ProbeStage.CONCATENATED)).thenComparing(Comparator.naturalOrder()));
        report.probes().forEach(probe -> probed.add(probe.model()));
        Set<String> models = new LinkedHashSet<>(report.evaluation().models());
        models.retainAll(probed);
        models.addAll(probed);
        return List.copyOf(models);
    }
}
