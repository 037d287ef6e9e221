package io.mode4j.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;

/** How it went: time per stage, what was left out, and every option. */
final class RunSection implements Section {

    @Override
    public DomContent render(Report report) {
        double longest = report.times().values().stream().mapToDouble(seconds -> seconds).max().orElse(1);
        double total = report.times().values().stream().mapToDouble(seconds -> seconds).sum();
        return section(h2("How it went"),
                iff(!report.times().isEmpty(), h3("Time per stage, %s in all".formatted(Numbers.duration(total)))),
                div(each(report.times(), (stage, seconds) -> div(span(stage).withClass("name"),
                        span(span().withClass("bar").withStyle("--w:%s%%".formatted(Numbers.trimmed(100 * seconds / longest))))
                                .withClass("track"),
                        span(Numbers.duration(seconds)).withClass("amount")).withClass("size"))).withClass("sizes").withId("times"),
                h3("Left out"),
                report.skipped().isEmpty()
                        ? p("Nothing: every sample could be used.")
                        : table(tbody(each(report.skipped(),
                                (cause, count) -> tr(th(cause).attr("scope", "row"), td(Numbers.count(count)).withClass("number")))))
                                .withId("skipped"),
                iff(!report.options().isEmpty(), details(summary("Options"),
                        div(table(
                                tbody(each(report.options(), (name, value) -> tr(th(code("--" + name)).attr("scope", "row"), td(value))))))
                                .withClass("scroll"))
                        .withId("options")));
    }
}
