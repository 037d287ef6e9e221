package io.mode4j.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;

import io.mode4j.report.ExpertContents.Example;
import io.mode4j.report.ExpertContents.FineContents;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.List;

/** What each expert was trained on: how many pairs, in which words, with examples of its largest fine clusters. */
final class ClustersSection implements Section {

    /** How many fine clusters of an expert this page shows; the page of the clusters shows more. */
    private static final int FINE = 4;

    @Override
    public DomContent render(Report report) {
        if (report.experts().isEmpty()) {
            return each();
        }
        long all = report.experts().stream().mapToLong(ExpertContents::pairs).sum();
        long most = report.experts().stream().mapToLong(ExpertContents::pairs).max().orElse(1);
        return section(h2("The data behind each expert"),
                p(span("Pairs by coarse cluster, with the words that tell their captions from the others’. "),
                        a("More about the clusters").withHref(ReportStage.CLUSTERS), span(": sizes, a map, more examples."))
                        .withClass("note"),
                div(each(report.experts(), expert -> size(expert, all, most))).withClass("sizes").withId("sizes"),
                each(report.experts(), ClustersSection::card)).withId("clusters");
    }

    private static DomContent size(ExpertContents expert, long all, long most) {
        return div(span("expert-" + expert.expert()).withClass("name"),
                span(span().withClass("bar " + Series.ofExpert(expert.expert()))
                        .withStyle("--w:%s%%".formatted(Numbers.trimmed(100.0 * expert.pairs() / most))))
                        .withClass("track"),
                span(strong(Numbers.count(expert.pairs())),
                        span(" pairs, %s %%".formatted(Numbers.percent((double) expert.pairs() / Math.max(1, all)))))
                        .withClass("amount"))
                .withClass("size");
    }

    private static DomContent card(ExpertContents expert) {
        return article(h3(span().withClass("dot " + Series.ofExpert(expert.expert())), span("expert-" + expert.expert())),
                p(String.join(" · ", expert.words())).withClass("words"),
                div(each(expert.clusters().subList(0, Math.min(FINE, expert.clusters().size())), ClustersSection::cluster))
                        .withClass("fines"))
                .withClass("expert");
    }

    /** A fine cluster: its words, and pairs near its centre. */
    static DomContent cluster(FineContents fine) {
        String words = fine.words().isEmpty() ? "cluster " + fine.number() : String.join(", ", fine.words());
        return div(
                p(strong(words),
                        span(" · fine cluster %d, %s pairs".formatted(fine.number(), Numbers.count(fine.pairs()))).withClass("sub")),
                examples(fine.examples()).withClass("examples"))
                .withClass("fine");
    }

    /** Pictures with their captions. */
    static DivTag examples(List<Example> examples) {
        return div(each(examples, example -> figure(img().withSrc(example.picture()).withAlt("").attr("width", "64").attr("height", "64"),
                figcaption(example.caption()).withTitle(example.caption()))));
    }
}
