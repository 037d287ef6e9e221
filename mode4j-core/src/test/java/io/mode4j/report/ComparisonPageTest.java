package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonPageTest {

    private static final String HEAD = "task,metric,model,value\n";

    @TempDir
    private Path folder;

    private String page(Path... places) throws IOException {
        return Files.readString(new ReportStage(new FileLayer()).compare(List.of(places), folder.resolve("comparison.html")));
    }

    private Path file(String name, String rows) throws IOException {
        Path file = folder.resolve(name);
        new FileLayer().write(file, out -> out.write((HEAD + rows).getBytes(StandardCharsets.UTF_8)));
        return file;
    }

    @Test
    void whatTwoHaveStandsSideBySideWithTheDifference() throws IOException {
        file("mine/evaluation/results.csv",
                "food,acc1,mode-paper,0.5\nfood,acc1,dense,0.25\npets,acc1,dense,0.75\nflowers,acc1,dense,1.0\naverage,acc1,dense,0.9\n");
        Path published = file("paper.csv",
                "food,acc1,dense,0.375\naverage,acc1,dense,0.1\ncars,acc1,dense,0.9\nflowers,acc1,dense,0.5\n\n");
        String html = page(folder.resolve("mine"), published);
        assertThat(html).contains("<h1>mine and paper.csv</h1>", "<summary>dense, equal samples</summary>")
                .contains("<tr><th scope=\"row\">food · acc1</th><td class=\"number\">25.0</td><td class=\"number\">37.5</td>"
                        + "<td class=\"number\">+12.5</td></tr>")
                .contains("<h2>acc1, average of 2 tasks</h2>",
                        "<tr><th scope=\"row\">dense, equal samples</th><td class=\"number\">62.5</td>"
                                + "<td class=\"number\">43.8</td><td class=\"number\">−18.7</td></tr>")
                .doesNotContain("paper’s rule", "pets", "cars", "90.0");
    }

    @Test
    void ofThreeAFigureOfTwoIsShownAndTheThirdHasADash() throws IOException {
        Path one = file("one.csv", "food,acc1,dense,0.25\n");
        file("two/results.csv", "pets,acc1,dense,0.5\n");
        Path two = folder.resolve("two");
        Path three = file("three.csv", "food,acc1,dense,0.5\npets,acc1,dense,0.25\n");
        assertThat(page(one, two, three)).contains(
                "<tr><th scope=\"row\">food · acc1</th><td class=\"number\">25.0</td><td class=\"number\">–</td><td class=\"number\"></td>"
                        + "<td class=\"number\">50.0</td><td class=\"number\">+25.0</td></tr>",
                "<tr><th scope=\"row\">pets · acc1</th><td class=\"number\">–</td><td class=\"number\">50.0</td><td class=\"number\"></td>"
                        + "<td class=\"number\">25.0</td><td class=\"number\"></td></tr>");
    }

    @Test
    void nothingInCommonIsSaid() throws IOException {
        assertThat(page(file("one.csv", "food,acc1,dense,0.25\n"), file("two.csv", "food,acc5,dense,0.25\n")))
                .contains("no figure in common");
    }

    @Test
    void whatIsNoFigureIsNamed() throws IOException {
        Path good = file("good.csv", "food,acc1,dense,0.25\n");
        for (String bad : List.of("food,acc1,dense,61.2", "food,acc1,dense", "food,acc1,dense,", "food,acc1,dense,0.1,0.2",
                "food,acc1,dense,1e")) {
            assertThatThrownBy(() -> page(good, file("bad.csv", "food,acc1,seed,0.1\n" + bad + "\n"))).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("bad.csv, line 3")
                    .hasMessageContaining(bad);
        }
        Path other = Files.writeString(folder.resolve("other.csv"), "model,value\n");
        assertThatThrownBy(() -> page(good, other)).isInstanceOf(BadInputException.class).hasMessageContaining("task,metric,model,value");
        assertThatThrownBy(() -> page(good, folder.resolve("none"))).isInstanceOf(BadInputException.class).hasMessageContaining("none");
    }
}
