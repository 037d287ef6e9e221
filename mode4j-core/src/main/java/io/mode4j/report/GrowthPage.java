package io.mode4j.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.growth.Grown;
import io.mode4j.growth.Novelty;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of pairs that arrived: what is new in them, what is advised or was done, and how the tasks of before changed by it. */
final class GrowthPage {

    private GrowthPage() {}

    /** What is new, before anything is made of it. */
    static String render(Novelty novelty) throws IOException {
        return Page.document("mode4j growth", head(novelty, "Advice: " + novelty.advice().words()), clusters(novelty), captions(novelty));
    }

    /** The same with what was made of it. */
    static String render(Grown grown) throws IOException {
        String outcome = "Generation %d: %s".formatted(grown.generation().number(), grown.generation().change());
        return Page.document("mode4j growth", head(grown.novelty(), outcome), tasks(grown), clusters(grown.novelty()),
                captions(grown.novelty()));
    }

    private static DomContent head(Novelty novelty, String outcome) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("pairs known", Numbers.count(novelty.known()));
        facts.put("pairs that arrived", Numbers.count(novelty.arrived()));
        facts.put("left out: copies of held-out pairs, retired keys", Numbers.count(novelty.leftOut()));
        facts.put("unprecedented", "%s (%s %%)".formatted(Numbers.count(novelty.unprecedented()), Numbers.percent(novelty.share())));
        facts.put("population stability index", Numbers.precise(novelty.stability()));
        facts.put("advice", novelty.advice().words());
        return header(p("mode4j · growth").withClass("kicker"), h1(outcome).withId("headline"),
                p("Unprecedented is a pair that is farther from its fine centre than 99 % of its pairs were: 1 % would be, were nothing new. An index of 0.1 is a shift of the fine centres’ shares, 0.25 a large one.")
                        .withClass("lead"),
                dl(each(facts, (name, value) -> div(dt(name), dd(value)))).withClass("facts"));
    }

    private static DomContent tasks(Grown grown) {
        if (grown.changes().isEmpty()) {
            return section(h2("Tasks of before"),
                    p("There was none to ask, so nothing says whether anything became worse.").withClass("note"))
                    .withId("tasks");
        }
        return section(h2("Tasks of before"),
                p(grown.counts() ? "No task became worse by more than is tolerated: this generation counts."
                        : "A task became worse by more than is tolerated: this generation is written, and does not count.")
                        .withClass("note"),
                div(table(thead(tr(each(List.of("task", "before", "after", "difference", "95 %"), name -> th(name).attr("scope", "col")))),
                        tbody(each(grown.changes(), GrowthPage::row)))).withClass("scroll dense-table"),
                each(grown.changes().stream().filter(change -> !change.moved().isEmpty()).toList(),
                        change -> details(summary("%s, %s: %s a new nearest expert".formatted(change.task(), change.metric(),
                                change.moved().size() == 1 ? "1 text has" : Numbers.count(change.moved().size()) + " texts have")),
                                ul(each(change.moved(), text -> li(text))))))
                .withId("tasks");
    }

    private static DomContent row(Change change) {
        String interval = change.low().isEmpty() ? Numbers.MISSING
                : Numbers.points(change.low().getAsDouble()) + " to " + Numbers.points(change.high().orElseThrow());
        return tr(FiguresTable.head(change.task(), change.metric()), number(Numbers.percent(change.before())),
                number(Numbers.percent(change.after())), number(Numbers.points(change.after() - change.before())), number(interval));
    }

    private static DomContent clusters(Novelty novelty) {
        long counted = Math.max(1, novelty.arrived() - novelty.leftOut());
        return section(h2("Where they fall"),
                div(table(
                        thead(tr(each(List.of("coarse cluster", "known", "arrived", "unprecedented"),
                                name -> th(name).attr("scope", "col")))),
                        tbody(each(novelty.clusters(), cluster -> tr(th(Integer.toString(cluster.number())).attr("scope", "row"),
                                share(cluster.known(), novelty.known()), share(cluster.arrived(), counted),
                                share(cluster.unprecedented(), cluster.arrived()))))))
                        .withClass("scroll dense-table"))
                .withId("clusters");
    }

    private static DomContent share(long pairs, long of) {
        return td(span(Numbers.count(pairs)), span(Numbers.percent((double) pairs / Math.max(1, of)) + " %").withClass("sub"))
                .withClass("number");
    }

    private static TdTag number(String text) {
        return td(text).withClass("number");
    }

    private static DomContent captions(Novelty novelty) {
        return section(h2("What tells them apart"),
                iff(!novelty.words().isEmpty(), p(String.join(" · ", novelty.words())).withClass("words")),
                iff(!novelty.examples().isEmpty(), h3("Farthest beyond their centre’s distance")),
                iff(!novelty.examples().isEmpty(), ul(each(novelty.examples(), caption -> li(caption)))),
                iff(novelty.words().isEmpty() && novelty.examples().isEmpty(), p("Nothing: none is unprecedented.").withClass("note")))
                .withId("captions");
    }
}
