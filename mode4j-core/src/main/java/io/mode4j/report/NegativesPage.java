package io.mode4j.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.negatives.Figure;
import io.mode4j.negatives.Interval;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.NegativesReport.Kind;
import io.mode4j.negatives.Verdict;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The page of negatives: what they say of the paper's reason for clusters, hardness against cleanness, and every figure. */
final class NegativesPage {

    private NegativesPage() {}

    static String render(NegativesReport report) throws IOException {
        return Page.document("mode4j negatives", head(report), charts(report), figures(report));
    }

    private static DomContent head(NegativesReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("batches of each model", Numbers.count(report.batches()));
        facts.put("pairs a batch", Numbers.count(report.batchSize()));
        facts.put("different pairs looked at", Numbers.count(report.pairs()));
        facts.put("undecodable, left out", Numbers.count(report.undecodable()));
        facts.put("embeddings are near from", Numbers.trimmed(report.threshold()));
        facts.put("logit scale", Numbers.precise(report.logitScale()));
        return header(p("mode4j · negatives").withClass("kicker"),
                h1("Are an expert’s negatives harder, and are they cleaner?").withId("headline"),
                each(Verdict.of(report), sentence -> p(sentence).withClass("lead")),
                dl(each(facts, (name, value) -> div(dt(name), dd(value)))).withClass("facts"));
    }

    private static DomContent charts(NegativesReport report) {
        return section(h2("Hard against clean"),
                p("Negatives are better the further right and the further below. Each dot is the mean over a model’s batches, with its 95 % intervals.")
                        .withClass("note"),
                each(List.of(Figure.FALSE_GRADIENT, Figure.MASKED_FALSE_GRADIENT),
                        clean -> figure(new NegativesChart(report, clean).draw(),
                                figcaption("x: cosine of the hardest negative that is not likely false · y: " + meaning(clean)))))
                .withId("charts");
    }

    private static DomContent figures(NegativesReport report) {
        List<Kind> kinds = Stream.concat(report.kinds().stream(), Stream.of(report.experts())).toList();
        return section(h2("Every figure"),
                p("Means over batches, and half of the 95 % interval. Dense models draw as the seed does.").withClass("note"),
                div(table(
                        thead(tr(th("figure").attr("scope", "col"), each(kinds, kind -> th(kind.name()).attr("scope", "col")))),
                        tbody(each(List.of(Figure.values()), figure -> row(figure, kinds))))).withClass("scroll dense-table"))
                .withId("figures");
    }

    private static DomContent row(Figure figure, List<Kind> kinds) {
        return tr(FiguresTable.head(figure.heading() + (figure.isShare() ? ", %" : ""), meaning(figure)),
                each(kinds, kind -> cell(figure, kind.figure(figure))));
    }

    private static DomContent cell(Figure figure, Interval interval) {
        double unit = figure.isShare() ? 100 : 1;
        return td(span(Numbers.precise(unit * interval.mean())),
                span(" ± " + Numbers.precise(unit * (interval.high() - interval.mean()))).withClass("sub")).withClass("number");
    }

    private static String meaning(Figure figure) {
        return switch (figure) {
            case EQUAL_CAPTIONS -> "negatives with the same caption";
            case NEAR_EMBEDDINGS -> "negatives with near embeddings and other captions";
            case NEAR_PICTURES -> "negatives with nearly the same picture";
            case LIKELY_FALSE -> "negatives with one of the three";
            case SIMILARITY -> "of pictures and captions of negatives";
            case HARDEST -> "highest cosine among a pair’s negatives";
            case HARDEST_TRUE -> "the same, likely false ones left out";
            case EFFECTIVE_NEGATIVES -> "negatives that count, by the entropy of their softmax";
            case FALSE_GRADIENT -> "share of the gradient by negatives, CLIP’s loss";
            case MASKED_FALSE_GRADIENT -> "share of the gradient by negatives, equal captions masked as in training here";
        };
    }
}
