package io.mode4j.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;

/** The title, which is the result in a sentence, and what was run in a few numbers. */
final class HeadlineSection implements Section {

    @Override
    public DomContent render(Report report) {
        Headline headline = new Headline(report.evaluation());
        return header(p("mode4j · CLIP data experts via clustering").withClass("kicker"), h1(headline.title()).withId("headline"),
                each(headline.sentences(), sentence -> p(sentence).withClass("lead")),
                dl(each(report.facts(), (name, value) -> div(dt(name), dd(value)))).withClass("facts"));
    }
}
