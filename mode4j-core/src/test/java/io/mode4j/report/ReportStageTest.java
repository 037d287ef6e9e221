package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.text.TellingWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportStageTest {

    @TempDir
    private static Path folder;

    private static String html = "";

    @BeforeAll
    static void write() throws IOException {
        Path page = new ReportStage(new FileLayer()).run(MadeUpRun.write(folder.resolve("run")));
        assertThat(page).isEqualTo(folder.resolve("run/evaluation/report.html"));
        html = Files.readString(page);
        String keep = System.getProperty("mode4j.report.keep");
        if (keep != null) {
            Files.writeString(Path.of(keep), html); // for looking at it: -DargLine=… -Dmode4j.report.keep=FILE
        }
    }

    @Test
    void theTitleSaysWhereMoDEWinsAndWhereItDoesNot() {
        assertThat(html).contains("MoDE-4 reaches a mean of 19.7 %: 1.3 points above the dense model of equal samples, "
                + "and 0.7 points below the dense model of equal compute</h1>");
    }

    @Test
    void differencesToTheDenseModelsHaveTheirIntervals() {
        assertThat(html).contains("vs dense, equal samples</th>", "vs dense, equal compute</th>")
                .contains("<span>+1.3</span><span class=\"sub\">+0.9 to +1.8</span>",
                        "<span>−0.7</span><span class=\"sub\">−1.1 to −0.2</span>");
    }

    @Test
    void averagesThatAreKnownSayOverHowManyTasksTheyAre() {
        assertThat(html).contains("2 of CLIP’s 26 tasks</th>");
    }

    @Test
    void theFirstExpertsHaveARowEach() {
        assertThat(html).containsSubsequence("id=\"progressive-curve\"",
                "The mean over the number of experts: dense, dense-total, uniform, mode-paper",
                "id=\"progressive\"", "<th scope=\"row\">expert-2</th>",
                "<th scope=\"row\">expert-2, expert-0</th>", "<th scope=\"row\">expert-2 … expert-3</th>",
                "<th scope=\"row\">expert-2 … expert-1</th>");
    }

    @Test
    void resultsOfAnOlderVersionHaveNoSuchParts() throws IOException {
        Path old = folder.resolve("old");
        String results = Files.readString(folder.resolve("run/evaluation/results.json"));
        String parts = results.substring(results.indexOf(",\"averages\":"), results.lastIndexOf('}'));
        new FileLayer().write(old.resolve("evaluation/results.json"),
                out -> out.write(results.replace(parts, "").getBytes(StandardCharsets.UTF_8)));
        assertThat(Files.readString(new ReportStage(new FileLayer()).run(old)))
                .contains("vs dense, equal samples</th>", "<span>+1.3</span>")
                .doesNotContain("id=\"progressive\"", "CLIP’s 26", "+0.9 to +1.8");
    }

    @Test
    void rowsOfTasksThatSayLittleAreMarked() throws IOException {
        Path few = folder.resolve("few");
        Path results = folder.resolve("run/evaluation/results.json");
        String retrieval = "\"cases\":3229";
        assertThat(Files.readString(results)).contains(retrieval);
        new FileLayer().write(few.resolve("evaluation/results.json"),
                out -> out.write(Files.readString(results).replace(retrieval, "\"cases\":40").getBytes(StandardCharsets.UTF_8)));
        String page = Files.readString(new ReportStage(new FileLayer()).run(few));
        assertThat(html).doesNotContain("says little", "say little");
        assertThat(page).contains("3,229 captions · says little", "These tasks say little",
                "heldout-retrieval (40 captions: one of them is 2.5 points");
    }

    @Test
    void classesWithoutPicturesAreNamed() throws IOException {
        Path absent = folder.resolve("absent");
        String results = Files.readString(folder.resolve("run/evaluation/results.json"));
        new FileLayer().write(absent.resolve("evaluation/results.json"), out -> out.write(results
                .replaceFirst("\"texts\":(\\d+),", "\"texts\":$1,\"texts_without_pictures\":[\"zebra\",\"<b>emu</b>\"],")
                .getBytes(StandardCharsets.UTF_8)));
        assertThat(html).doesNotContain("have no picture");
        assertThat(Files.readString(new ReportStage(new FileLayer()).run(absent)))
                .containsPattern("In [a-z-]+, 2 of \\d+ classes have no picture: zebra, &lt;b&gt;emu&lt;/b&gt;\\.");
    }

    @Test
    void everySectionIsThere() {
        assertThat(html).contains("id=\"headline\"", "id=\"comparison\"", "id=\"tasks\"", "id=\"weights\"", "id=\"sizes\"", "id=\"losses\"",
                "id=\"times\"",
                "id=\"skipped\"", "id=\"options\"");
    }

    @Test
    void lossesOnHeldOutPairsStandBesideThoseOfTraining() {
        assertThat(html).contains("id=\"heldout-losses\"", "series heldout seed", "series heldout s0", "lowest held-out loss");
        assertThat(html).containsPattern("<th scope=\"row\">seed, not continued</th>(<td class=\"number\">[0-9.]+</td>){2}"
                + "<td class=\"number\">[0-9.]+, after [0-9,]+</td><td class=\"number\">9.7</td><td class=\"number\">10.7</td>");
    }

    @Test
    void textsFromTheDataStayTexts() {
        assertThat(html).doesNotContain("<script>", "<b>bold").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;");
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(html).doesNotContain("http://", "https://", "src=\"/", "@import", "url(").contains("default-src &#x27;none&#x27;");
    }

    @Test
    void whatWasLeftOutAndHowLongItTookIsSaid() {
        assertThat(html).contains("training of seed: damaged", "2 min 35 s", "8 min 39 s in all");
    }

    @Test
    void onlyTheResultsMustBeThere() throws IOException {
        Path bare = folder.resolve("bare");
        Files.createDirectories(bare.resolve("evaluation"));
        Files.copy(folder.resolve("run/evaluation/results.json"), bare.resolve("evaluation/results.json"));
        assertThat(Files.readString(new ReportStage(new FileLayer()).run(bare))).contains("id=\"comparison\"")
                .doesNotContain("id=\"losses\"",
                        "id=\"sizes\"");
        assertThatThrownBy(() -> new ReportStage(new FileLayer()).run(folder.resolve("nothing"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("results.json")
                .hasMessageContaining("run evaluate");
    }

    @Test
    void wordsThatOnlyAGroupUsesTellMost() {
        TellingWords words = new TellingWords(2);
        for (String caption : List.of("red cat, icon", "blue cat, icon", "green cat, icon")) {
            words.add(0, caption);
        }
        for (String caption : List.of("red dog, icon", "a dog, icon")) {
            words.add(1, caption);
        }
        assertThat(words.of(0, 3)).containsExactly("cat");
        assertThat(words.of(1, 3)).containsExactly("dog");
    }
}
