package io.mode4j.cli;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.mode4j.artifact.FileLayer;
import io.mode4j.image.Images;
import io.mode4j.image.SquarePicture;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.search.Found;
import io.mode4j.search.PictureIndex;
import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A page of pictures that were found, which holds them, and runs and loads nothing. Stateless. */
final class FoundPage {
    private static final int SIDE = 256;
    private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
    private static final String STYLE = "body{font:14px system-ui,sans-serif;margin:2rem;background:#fff;color:#222}"
            + "figure{display:inline-block;width:256px;margin:0 1rem 1.5rem 0;vertical-align:top}img{border-radius:4px}"
            + "figcaption{overflow-wrap:anywhere}";

    private FoundPage() {}

    /** Writes the page, says where it is, and opens it where there is a browser. */
    static void show(PictureIndex index, List<Found> found, String question) throws IOException {
        Path page = Files.createTempDirectory("mode4j-search").resolve("found.html");
        new FileLayer().text(page, render(index, found, question));
        System.err.println("The page is at " + page);
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> opener = system.startsWith("windows") ? List.of("cmd", "/c", "start", "")
                : List.of(system.startsWith("mac") ? "open" : "xdg-open");
        List<String> command = new ArrayList<>(opener);
        command.add(page.toString());
        try {
            Process _ = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException _) {
            // there is no browser; where the page is was said
        }
    }

    static String render(PictureIndex index, List<Found> found, String question) {
        return "<!DOCTYPE html>\n" + html(
                head(meta().withCharset("utf-8"), meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        title("mode4j: " + question),
                        style(rawHtml(STYLE))),
                body(h1(question), each(found, one -> figure(picture(index, one), figcaption(caption(one)))))).attr("lang", "en").render();
    }

    private static DomContent picture(PictureIndex index, Found found) {
        try {
            byte[] png = SquarePicture.encode(new Images(new OpenCvDecoder()).decode(index.bytes(found.picture()), SIDE), SIDE, "png");
            return img().withSrc("data:image/png;base64," + Base64.getEncoder().encodeToString(png))
                    .withAlt(found.picture().key());
        } catch (IOException e) {
            return figcaption(String.valueOf(e.getMessage())); // the others are shown
        }
    }

    private static String caption(Found found) {
        return String.format(Locale.ROOT, "%.4f  %s  %s%s", found.similarity(), found.picture().key(),
                String.join(" | ", found.picture().captions()),
                found.copies() > 1 ? "  (" + found.copies() + " copies)" : "");
    }
}
