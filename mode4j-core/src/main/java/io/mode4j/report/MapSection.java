package io.mode4j.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;

import io.mode4j.cluster.measure.CenterMap;
import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A map of the fine centres: circles as large as their clusters, coloured by coarse cluster, the largest of each labelled with a word. */
final class MapSection {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 560;
    private static final double MARGIN = 46;
    private static final double LARGEST = 19;
    private static final double SMALLEST = 2.5;
    private static final int LABELS = 24;
    private static final double LETTER = 6.6;
    private static final double LINE = 14;
    /** With more circles than this they are drawn smaller. */
    private static final double MANY = 96;

    private final ClusterView view;
    private final CenterMap map;
    private final double scale;
    private final long most;
    private final Map<Integer, List<String>> words = new HashMap<>();

    MapSection(ClusterView view) {
        this.view = view;
        this.map = view.map();
        double spanX = Math.max(1e-12, spread(map.x()));
        double spanY = Math.max(1e-12, spread(map.y()));
        this.scale = Math.min((WIDTH - 2 * MARGIN) / spanX, (HEIGHT - 2 * MARGIN) / spanY); // one scale: distances stay comparable
        this.most = LongStream.of(view.sizes()).max().orElse(1);
        view.contents().forEach(expert -> expert.clusters().forEach(fine -> words.put(fine.number(), fine.words())));
    }

    private static double spread(double[] values) {
        return DoubleStream.of(values).max().orElse(0) - DoubleStream.of(values).min().orElse(0);
    }

    DomContent render() {
        return section(h2("Map of the fine centres"),
                figure(Svg.svg(WIDTH, HEIGHT, "Map of %s fine centres, coloured by coarse cluster".formatted(Numbers.count(map.x().length)),
                        marks().toArray(DomContent[]::new)),
                        figcaption(
                                "Each circle is a fine centre, its area the number of pairs. Along the two directions in which the centres differ most; these show %s %% of their variance, so that neighbours here need not be neighbours."
                                        .formatted(Numbers.percent(map.shown()))))
                        .withId("map"),
                div(each(view.overview().experts(), coarse -> span(span().withClass("dot inline " + Series.ofExpert(coarse.expert())),
                        span("expert-" + coarse.expert())).withClass("key"))).withClass("legend"));
    }

    private List<DomContent> marks() {
        List<DomContent> marks = new ArrayList<>();
        List<Integer> order = IntStream.range(0, view.sizes().length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer k) -> -view.sizes()[k]))
                .toList();
        order.forEach(fine -> marks.add(circle(fine)));
        marks.addAll(labels(order));
        return marks;
    }

    private DomContent circle(int fine) {
        String said = "fine cluster %d, expert-%d, %s pairs%s".formatted(fine, view.clusters().fineToCoarse()[fine],
                Numbers.count(view.sizes()[fine]), words.containsKey(fine) ? ": " + String.join(", ", words.get(fine)) : "");
        ContainerTag<?> title = TagCreator.tag("title").withText(said);
        return Svg.circle(px(fine), py(fine), radius(fine), "center " + Series.ofExpert(view.clusters().fineToCoarse()[fine])).with(title);
    }

    /** Words at the largest circles, where there is room. */
    private List<DomContent> labels(List<Integer> order) {
        List<DomContent> labels = new ArrayList<>();
        List<Word> taken = new ArrayList<>();
        for (int fine : order.stream().filter(words::containsKey).toList()) {
            List<String> fresh = words.getOrDefault(fine, List.of())
                    .stream()
                    .filter(text -> taken.stream().noneMatch(w -> w.text.equals(text)))
                    .toList();
            Word word = Word.of(fresh, px(fine), py(fine) - radius(fine) - 4);
            if (labels.size() < LABELS && word.fits(taken)) {
                taken.add(word);
                labels.add(Svg.text(word.x(), word.y(), "label middle " + Series.ofExpert(view.clusters().fineToCoarse()[fine]),
                        word.text()));
            }
        }
        return labels;
    }

    /** A label and where it stands. */
    private record Word(String text, double x, double y, double width) {

        static Word of(List<String> words, double x, double y) {
            String text = words.isEmpty() ? "" : words.getFirst();
            return new Word(text, x, y, LETTER * text.length());
        }

        boolean fits(List<Word> taken) {
            boolean inside = x - width / 2 > 0 && x + width / 2 < WIDTH && y > LINE;
            return inside && !text.isEmpty()
                    && taken.stream().noneMatch(w -> Math.abs(w.x - x) < (w.width + width) / 2 + 4 && Math.abs(w.y - y) < LINE);
        }
    }

    private double px(int fine) {
        return WIDTH / 2 + scale * (map.x()[fine] - middle(map.x()));
    }

    private double py(int fine) {
        return HEIGHT / 2 - scale * (map.y()[fine] - middle(map.y()));
    }

    private static double middle(double[] values) {
        return (DoubleStream.of(values).max().orElse(0) + DoubleStream.of(values).min().orElse(0)) / 2;
    }

    private double radius(int fine) {
        double largest = LARGEST * Math.min(1, Math.sqrt(MANY / map.x().length));
        return Math.max(SMALLEST, largest * Math.sqrt((double) view.sizes()[fine] / Math.max(1, most)));
    }
}
