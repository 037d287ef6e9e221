package io.mode4j.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.report.ClusterOverview.Coarse;
import io.mode4j.report.ClusterOverview.Fitted;
import io.mode4j.report.ClusterOverview.Level;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of the clusters: how balanced and separated they are, a map of the fine centres, and what each coarse cluster holds. */
final class ClusterPage {

    private ClusterPage() {}

    static String render(ClusterView view) throws IOException {
        ClusterOverview overview = view.overview();
        return Page.document("mode4j clusters: " + title(overview), head(overview), levels(overview), experts(overview),
                new MapSection(view).render(), contents(view));
    }

    private static String title(ClusterOverview overview) {
        return "%s pairs in %s fine and %s coarse clusters".formatted(Numbers.count(overview.pairs()),
                Numbers.count(overview.fine().clusters()), Numbers.count(overview.coarse().clusters()));
    }

    private static DomContent head(ClusterOverview overview) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("hierarchy", overview.hierarchy().replace('_', ' '));
        facts.put("distance", overview.distance());
        facts.put("mean distance to the fine centre", Numbers.precise(overview.meanDistance()));
        ClusterOverview.Duplicates duplicates = overview.duplicates();
        if (duplicates != null && duplicates.largest() > 1) {
            facts.put("distinct embeddings of the sample",
                    Numbers.count(duplicates.distinct()) + " of " + Numbers.count(duplicates.sample()));
            facts.put("most copies of one embedding", duplicates.countedAs() < duplicates.largest()
                    ? Numbers.count(duplicates.largest()) + ", counted as " + Numbers.count(duplicates.countedAs())
                    : Numbers.count(duplicates.largest()));
        }
        return header(p("mode4j · data clusters").withClass("kicker"), h1(title(overview)).withId("headline"),
                dl(each(facts, (name, value) -> div(dt(name), dd(value)))).withClass("facts"));
    }

    private static DomContent levels(ClusterOverview overview) {
        return section(h2("How balanced, how separated"),
                p("A fit is balanced on its own points; every pair then goes to its nearest fine centre, which is not. Imbalance is 1 for equal sizes. "
                        + "Silhouettes go from −1 (in the wrong cluster) to 1 (far from all others), measured on %s pairs."
                                .formatted(Numbers.count(overview.sampledForSilhouette())))
                        .withClass("note"),
                div(table(thead(tr(each(
                        List.of("level", "clusters", "fitted on", "sizes there", "inertia", "duality gap", "pairs each", "imbalance",
                                "silhouette"),
                        name -> th(name).attr("scope", "col")))),
                        tbody(level("fine", overview.fine()), level("coarse", overview.coarse())))).withClass("scroll"))
                .withId("levels");
    }

    private static DomContent level(String name, Level level) {
        Fitted fit = level.fit();
        List<String> cells = List.of(Numbers.count(level.clusters()), fit == null ? Numbers.MISSING : Numbers.count(fit.points()),
                fit == null ? Numbers.MISSING : Numbers.range(fit.smallest(), fit.largest()),
                fit == null ? Numbers.MISSING : Numbers.precise(fit.inertia()), fit == null ? Numbers.MISSING : gap(fit.dualityGap()),
                Numbers.range(level.smallest(), level.largest()), Numbers.trimmed(level.imbalance()), Numbers.score(level.silhouette()));
        return tr(th(name).attr("scope", "row"), each(cells, cell -> td(cell).withClass("number")));
    }

    private static String gap(@Nullable Double gap) {
        return gap == null ? Numbers.MISSING : gap < 1e-9 ? "0" : Numbers.precise(100 * gap).replaceAll("0+$", "") + " %";
    }

    private static DomContent experts(ClusterOverview overview) {
        return section(h2("The coarse clusters"),
                p("Priority is the order in which experts are best trained: the one whose fine centres are farthest from its coarse centre has the most varied data.")
                        .withClass("note"),
                div(table(thead(tr(each(
                        List.of("expert", "pairs", "share", "fine centres", "silhouette", "spread of fine centres", "training priority"),
                        name -> th(name).attr("scope", "col")))), tbody(each(overview.experts(), ClusterPage::expert))))
                        .withClass("scroll"))
                .withId("experts");
    }

    private static DomContent expert(Coarse coarse) {
        List<String> cells = List.of(Numbers.count(coarse.pairs()), Numbers.percent(coarse.share()) + " %",
                Numbers.count(coarse.fineCenters()), Numbers.score(coarse.silhouette()), Numbers.precise(coarse.spread()),
                String.valueOf(coarse.trainingPriority()));
        return tr(th(span().withClass("dot inline " + Series.ofExpert(coarse.expert())), span("expert-" + coarse.expert())).attr("scope",
                "row"), each(cells, cell -> td(cell).withClass("number")));
    }

    private static DomContent contents(ClusterView view) {
        return section(h2("What is in them"),
                p("The words that tell a coarse cluster’s captions from the others’, the pairs nearest to its centre, and its largest fine clusters.")
                        .withClass("note"),
                each(view.contents(), expert -> article(
                        h3(span().withClass("dot " + Series.ofExpert(expert.expert())), span("expert-" + expert.expert())),
                        p(String.join(" · ", expert.words())).withClass("words"),
                        iff(!expert.central().isEmpty(), div(p("nearest to the coarse centre").withClass("sub"),
                                ClustersSection.examples(expert.central()).withClass("examples wide")).withClass("central")),
                        div(each(expert.clusters(), ClustersSection::cluster)).withClass("fines")).withClass("expert")))
                .withId("clusters");
    }
}
