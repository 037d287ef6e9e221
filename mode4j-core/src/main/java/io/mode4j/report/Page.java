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

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report's sections in order; and what every page is: its style inside it, and a policy under which a browser neither runs scripts nor loads anything. */
final class Page {

    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private static final List<Section> SECTIONS = List.of(new HeadlineSection(), new ComparisonSection(), new Clip26Section(),
            new RobustnessSection(), new RetrievalSection(), new ProbesSection(), new TasksSection(), new WeightsSection(),
            new ProgressiveSection(), new ClustersSection(), new GenerationsSection(), new LossSection(), new RunSection());

    private Page() {}

    static String render(Report report) throws IOException {
        return document("mode4j report: " + new Headline(report.evaluation()).title(), each(SECTIONS, section -> section.render(report)));
    }

    /** A self-contained page. */
    static String document(String title, DomContent... content) throws IOException {
        return "<!DOCTYPE html>\n" + html(
                head(meta().withCharset("utf-8"), meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                        meta().withName("color-scheme").withContent("light dark"), title(title), style().with(rawHtml(css()))),
                body(main(content), footer(p("Written by mode4j. Every figure can be recomputed from the files of the run."))))
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
