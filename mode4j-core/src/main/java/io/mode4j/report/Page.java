package io.mode4j.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The whole page: its sections in order, its style inside it, and a policy under which a browser neither runs scripts nor loads anything. */
final class Page {

    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private static final List<Section> SECTIONS = List.of(new HeadlineSection(), new ComparisonSection(), new TasksSection(),
            new WeightsSection(),
            new ClustersSection(), new LossSection(), new RunSection());

    private Page() {}

    static String render(Report report) throws IOException {
        return "<!DOCTYPE html>\n" + html(
                head(meta().withCharset("utf-8"), meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                        meta().withName("color-scheme").withContent("light dark"),
                        title("mode4j report: " + new Headline(report.evaluation()).title()),
                        style().with(rawHtml(css()))),
                body(main(each(SECTIONS, section -> section.render(report))),
                        footer(p("Written by mode4j. Every figure can be recomputed from the files beside this one."))))
                .withLang("en")
                .render() + "\n";
    }

    private static String css() throws IOException {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IOException("report.css is missing from the program");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
