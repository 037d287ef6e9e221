package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.growth.Advice;
import io.mode4j.growth.Grown;
import io.mode4j.growth.Novelty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthPageTest {
    private static final Novelty NEW = new Novelty(20_000, 1_500, 12, 372, 0.256,
            List.of(new Novelty.Cluster(0, 15_000, 1_000, 72), new Novelty.Cluster(1, 5_000, 488, 300)), List.of("coin", "token"),
            List.of("<b>bitcoin</b>"), Advice.NEW_EXPERT);

    @TempDir
    private Path folder;

    private static Grown grown(boolean counts) {
        Generation generation = new Generation(1, 2, 1, "2026-01-01T00:00:00Z", "expert-4 is new", "arrivals/2/clusters",
                List.of(new Generation.Data("index", "assignments")), new LinkedHashMap<>(Map.of("expert-0", "experts/expert-0")), null);
        return new Grown(NEW, generation,
                List.of(new Change("flags", "acc1", 0.51, 0.482, OptionalDouble.of(-0.04), OptionalDouble.of(-0.01),
                        List.of("a flag of <i>")),
                        new Change("emoji", "acc1", 0.3, 0.31, OptionalDouble.empty(), OptionalDouble.empty(), List.of())),
                counts);
    }

    @Test
    void whatIsNewIsShownByClusterWithItsWordsAndExamples() throws IOException {
        String html = Files.readString(new ReportStage(new FileLayer()).growth(NEW, folder.resolve("growth.html")));
        assertThat(html)
                .contains("Advice: train a new expert", "20,000", "1,500", "372 (25.0 %)", "0.256", "coin · token",
                        "&lt;b&gt;bitcoin&lt;/b&gt;",
                        ">75.0 %<", ">67.2 %<", ">61.5 %<")
                .doesNotContain("id=\"tasks\"", "<b>", "NaN", "http://", "https://");
    }

    @Test
    void whatBecameOfItShowsTheTasksAndTheTextsThatMoved() throws IOException {
        String html = Files.readString(new ReportStage(new FileLayer()).growth(grown(false), folder.resolve("growth.html")));
        assertThat(html)
                .contains("Generation 2: expert-4 is new", ">51.0<", ">48.2<", ">−2.8<", ">−4.0 to −1.0<", ">+1.0<", "does not count",
                        "flags, acc1: 1 text has a new nearest expert", "a flag of &lt;i&gt;")
                .doesNotContain("emoji, acc1: ");
        assertThat(Files.readString(new ReportStage(new FileLayer()).growth(grown(true), folder.resolve("growth.html"))))
                .contains("this generation counts");
    }

    @Test
    void theReportOfARunThatGrewListsItsGenerations() throws IOException {
        RunDirectory run = new RunDirectory(MadeUpRun.write(folder.resolve("run")));
        FileLayer files = new FileLayer();
        assertThat(Files.readString(new ReportStage(files).run(run.root()))).doesNotContain("id=\"generations\"");
        Generations generations = new Generations(run);
        generations.publish(files, new Generation(1, 1, 0, "2026-01-01T00:00:00Z", "nothing <much>", "clusters",
                List.of(new Generation.Data("index", "assignments")), new LinkedHashMap<>(Map.of("expert-0", "experts/expert-0")), null),
                true);
        Path _ = new ReportStage(files).growth(NEW, run.arrival(1).growthPage());
        assertThat(Files.readString(new ReportStage(files).run(run.root()))).contains("id=\"generations\"", "as it was trained",
                "nothing &lt;much&gt;", "href=\"../arrivals/1/growth.html\"", ">current<");
    }
}
