package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.report.ClusterOverview.Coarse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPageTest {

    @TempDir
    private static Path folder;

    private static ReportStage.Written written;
    private static String html;

    @BeforeAll
    static void write() throws IOException {
        written = new ReportStage(new FileLayer()).clusters(MadeUpRun.write(folder.resolve("run")));
        assertThat(written.page()).isEqualTo(folder.resolve("run/evaluation/clusters.html"));
        html = Files.readString(written.page());
        String keep = System.getProperty("mode4j.clusters.keep");
        if (keep != null) {
            Files.writeString(Path.of(keep), html); // for looking at it: -DargLine=… -Dmode4j.clusters.keep=FILE
        }
    }

    @Test
    void sizesAreCountedOverAllPairs() {
        ClusterOverview overview = written.overview();
        assertThat(overview.pairs()).isEqualTo(600);
        assertThat(overview.experts().stream().mapToLong(Coarse::pairs)).containsExactly(150L, 150L, 150L, 150L);
        assertThat(overview.coarse().imbalance()).isEqualTo(1);
        assertThat(overview.fine().imbalance()).isBetween(1.0, 1.5);
        assertThat(overview.fine().empty()).isZero();
    }

    @Test
    void theFitSpeaksFromItsManifest() {
        assertThat(written.overview().fine().fit()).isEqualTo(new ClusterOverview.Fitted(512, 32, 32, 301.25, 9, 0.0003));
        assertThat(written.overview().coarse().fit()).isEqualTo(new ClusterOverview.Fitted(16, 4, 4, 12.5, 3, 0.0));
        assertThat(written.overview().duplicates()).isEqualTo(new ClusterOverview.Duplicates(700, 480, 220, 32));
        assertThat(html).contains("480 of 700", "220, counted as 32");
    }

    @Test
    void separatedGroupsHaveSilhouettesFarAboveZero() {
        assertThat(written.overview().sampledForSilhouette()).isEqualTo(600);
        assertThat(written.overview().fine().silhouette()).isBetween(0.5, 1.0);
        assertThat(written.overview().coarse().silhouette()).isBetween(0.2, 1.0);
    }

    @Test
    void wordsAndCaptionsAreThoseOfTheCluster() {
        Coarse flags = written.overview().experts().getFirst();
        assertThat(flags.words()).contains("flag");
        assertThat(flags.nearestCaptions()).hasSize(8).doesNotHaveDuplicates().allMatch(caption -> caption.contains("flag"));
        assertThat(written.overview().experts().stream().map(Coarse::trainingPriority)).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void thePageShowsEveryCentreAndTextsStayTexts() {
        assertThat(Pattern.compile("<circle").matcher(html).results().count()).isEqualTo(MadeUpClusters.FINE);
        assertThat(html).contains("id=\"levels\"", "id=\"experts\"", "id=\"map\"", "id=\"clusters\"", "0.03 %", "&lt;script&gt;")
                .doesNotContain("<script>", "http://", "https://", "src=\"/", "url(");
    }

    @Test
    void theSameRunGivesTheSamePage() throws IOException {
        new ReportStage(new FileLayer()).run(folder.resolve("run"));
        assertThat(written.page()).hasContent(html.stripTrailing());
    }

    @Test
    void withoutEmbeddingsSilhouettesAndNearestCaptionsAreLeftOut() throws IOException {
        Path run = MadeUpRun.write(folder.resolve("light"));
        new FileLayer().deleteTree(run.resolve("embeddings"));
        ClusterOverview overview = new ReportStage(new FileLayer()).clusters(run).overview();
        assertThat(overview.fine().silhouette()).isNull();
        assertThat(overview.experts()).allSatisfy(coarse -> assertThat(coarse.nearestCaptions()).isEmpty());
    }

    @Test
    void aRunThatIsNotAssignedYetSaysSo() {
        assertThatThrownBy(() -> new ReportStage(new FileLayer()).clusters(folder.resolve("nothing"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("clusters");
    }
}
