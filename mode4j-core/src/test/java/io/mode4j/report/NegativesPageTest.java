package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.negatives.Figure;
import io.mode4j.negatives.Interval;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.NegativesReport.Kind;
import io.mode4j.negatives.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NegativesPageTest {
    @TempDir
    private Path folder;

    private static Kind kind(String name, double base) {
        return new Kind(name, 500, Arrays.stream(Figure.values())
                .collect(Collectors.toMap(figure -> figure, figure -> new Interval(base, base - 0.004, base + 0.004))));
    }

    @Test
    void thePageHasTheVerdictADotForEachModelAndEveryFigure() throws IOException {
        NegativesReport report = new NegativesReport(256, 200, 0.9, 22.7, 31_664, 3,
                List.of(kind("seed", 0.21), kind("expert-0", 0.32), kind("expert-1", 0.43), kind("random-0", 0.2)), kind("experts", 0.375));
        Path page = folder.resolve("negatives.html");
        new ReportStage(new FileLayer()).negatives(report, page);
        String html = Files.readString(page);
        String keep = System.getProperty("mode4j.negatives.keep");
        if (keep != null) {
            Files.writeString(Path.of(keep), html); // for looking at it
        }
        assertThat(html).contains("31,664", "22.7", "id=\"charts\"", "id=\"figures\"", ">21.0<", ">0.210<", "± 0.400", "± 0.00400")
                .doesNotContain("<script>", "http://", "https://", "NaN");
        Verdict.of(report).forEach(sentence -> assertThat(html).contains(sentence.replace("'", "&#x27;")));
        assertThat(count(html, "<svg")).isEqualTo(2);
        assertThat(count(html, "<circle")).isEqualTo(8);
        assertThat(count(html, "class=\"series s0\"")).as("two intervals, two charts").isEqualTo(4);
        assertThat(count(html, "<th scope=\"row\">")).isEqualTo(Figure.values().length);
    }

    private static long count(String html, String what) {
        return Pattern.compile(Pattern.quote(what)).matcher(html).results().count();
    }
}
