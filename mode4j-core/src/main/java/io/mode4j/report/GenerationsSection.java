package io.mode4j.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.artifact.Generation;
import j2html.tags.DomContent;
import java.util.List;

/** The states that a run which grew has been in. */
final class GenerationsSection implements Section {

    @Override
    public DomContent render(Report report) {
        if (report.generations().isEmpty()) {
            return each();
        }
        return section(h2("Generations"), p("What the run was made of, as pairs arrived.").withClass("note"),
                div(table(
                        thead(tr(each(List.of("generation", "made", "change", "experts", "what arrived"),
                                name -> th(name).attr("scope", "col")))),
                        tbody(each(report.generations(), GenerationsSection::row)))).withClass("scroll"))
                .withId("generations");
    }

    private static DomContent row(GrownState state) {
        Generation generation = state.generation();
        return tr(FiguresTable.head(Integer.toString(generation.number()), state.isCurrent() ? "current" : ""), td(generation.made()),
                td(generation.change()), td(Integer.toString(generation.experts().size())).withClass("number"),
                state.hasPage() ? td(a("what is new").withHref("../arrivals/%d/growth.html".formatted(generation.number()))) : td());
    }
}
